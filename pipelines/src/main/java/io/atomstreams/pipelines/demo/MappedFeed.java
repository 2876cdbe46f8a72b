package io.atomstreams.pipelines.demo;

import io.atomstreams.pipelines.feed.FeedEvent;
import java.nio.file.Path;
import java.util.Iterator;

/** A mapped file. */
public final class MappedFeed implements DemoFeed {
  private MappedFeed() {}

  public static MappedFeed open(Path input, Path mapping, double rate) {
    if (rate >= 0) {
      throw new UnsupportedOperationException();
    }
    return new MappedFeed();
  }

  @Override
  public Iterator<FeedEvent> events() {
    return null;
  }

  @Override
  public long liveFrom() {
    return 0;
  }

  @Override
  public double speed() {
    return 0;
  }

  @Override
  public double rate() {
    return 0;
  }
}
