package io.atomstreams.pipelines.demo;

import io.atomstreams.pipelines.feed.FeedEvent;
import io.atomstreams.pipelines.mapping.CsvFeed;
import io.atomstreams.pipelines.mapping.MappingReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A file of somebody else's, read through a mapping: all of it is past. */
public final class MappedFeed implements DemoFeed {

  private final CsvFeed rows;
  private final double rate;

  private MappedFeed(CsvFeed rows, double rate) {
    this.rows = rows;
    this.rate = rate;
  }

  /**
   * Opens a file.
   *
   * @param input CSV, plain or gzipped
   * @param rate most events a second, 0 for no bound
   */
  public static MappedFeed open(Path input, Path mapping, double rate) {
    if (!Files.isReadable(input)) {
      throw new IllegalArgumentException(
          "--input is %s, which is not there or cannot be read".formatted(input));
    }
    return new MappedFeed(CsvFeed.open(input, mapping), rate);
  }

  @Override
  public Iterator<FeedEvent> events() {
    return rows;
  }

  @Override
  public long liveFrom() {
    return Long.MAX_VALUE;
  }

  @Override
  public double speed() {
    return 1;
  }

  @Override
  public double rate() {
    return rate;
  }

  @Override
  public OptionalLong lines() {
    return OptionalLong.of(rows.report().lines());
  }

  /** Rows the mapping ignores or cannot use, by reason. */
  @Override
  public Map<String, Long> ignoredLines() {
    MappingReport report = rows.report();
    Map<String, Long> all = new TreeMap<>(report.ignored());
    report.unmappable().forEach((reason, count) -> all.merge(reason, count, Long::sum));
    return all;
  }

  @Override
  public void close() {
    rows.close();
  }
}
