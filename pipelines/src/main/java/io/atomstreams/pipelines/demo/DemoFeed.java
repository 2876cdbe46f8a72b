package io.atomstreams.pipelines.demo;

import io.atomstreams.pipelines.feed.FeedEvent;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;

/** What is fed to a run. */
public interface DemoFeed extends AutoCloseable {

  /** The events, once. */
  Iterator<FeedEvent> events();

  /** Event time at which the past ends, ms; {@code Long.MAX_VALUE} if all is past. */
  long liveFrom();

  /** Event time per wall time once live. */
  double speed();

  /** Most events a second of wall time in the past; 0 for no bound. */
  double rate();

  /** Lines read so far, where events are made of lines. */
  default OptionalLong lines() {
    return OptionalLong.empty();
  }

  /** Lines left out so far, by reason. */
  default Map<String, Long> ignoredLines() {
    return Map.of();
  }

  @Override
  default void close() {}
}
