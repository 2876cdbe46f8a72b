package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is accumulated in every slice: one accumulator form over one reading of some event types,
 * kept as far back as the longest window that reads it. Features that differ only in window or in
 * the result they take share a column.
 */
final class Column implements Serializable {

  private static final long serialVersionUID = 1;
  private static final String ADDED = "#";

  private final Aggregation<Object> algebra;
  private final Reading reading;
  private final EnumSet<EventType> on;
  private final int addition;
  private final Duration reach;
  private final long reachMillis;
  private final Tier tier;

  /**
   * A column.
   *
   * @param addition number of the addition it came with, 0 if it was there from the start: what
   *     came later has its history from elsewhere and must not be mixed with what was there
   */
  @SuppressWarnings("unchecked") // an accumulator never leaves the column that created it
  Column(Aggregation<?> algebra, Reading reading, Set<EventType> on, int addition, Duration reach) {
    this.algebra = (Aggregation<Object>) algebra;
    this.reading = reading;
    this.on = EnumSet.copyOf(on);
    this.addition = addition;
    this.reach = reach;
    this.reachMillis = reach.toMillis();
    this.tier = Tier.forWindow(reach);
  }

  static Column of(FeatureSpec.Windowed feature) {
    return new Column(
        feature.aggregation(),
        feature.reading(),
        feature.on(),
        feature.addition(),
        feature.window());
  }

  /** What makes two columns one: {@code tally|order_value|order_placed}, {@code tally#1|…}. */
  String key() {
    String events = on.stream().map(EventType::wireName).sorted().collect(Collectors.joining(","));
    String form = addition == 0 ? algebra.form() : algebra.form() + ADDED + addition;
    return form + "|" + reading.text() + "|" + events;
  }

  Column reaching(Duration window) {
    return window.compareTo(reach) > 0 ? new Column(algebra, reading, on, addition, window) : this;
  }

  Aggregation<Object> algebra() {
    return algebra;
  }

  Reading reading() {
    return reading;
  }

  boolean takes(EventType type) {
    return on.contains(type);
  }

  Duration reach() {
    return reach;
  }

  /** First instant any feature still reads at the given time. */
  long edge(long asOf) {
    return tier.start(asOf - reachMillis);
  }

  void write(Object accumulator, long base, DataOutput out) throws IOException {
    algebra.write(accumulator, base, out);
  }

  Object read(long base, DataInput in) throws IOException {
    return algebra.read(base, in);
  }

  String describe() {
    return key() + "|" + reach;
  }

  /** The reading of a column that is known from its description: good for its bytes only. */
  private record Stored(String text) implements Reading {

    @Override
    public boolean isName() {
      return false;
    }

    @Override
    public long of(Event event) {
      throw new IllegalStateException("a column of old state reads no events: " + text);
    }
  }

  /**
   * Builds the column that {@link #describe} described; it can be read and merged, not added to.
   */
  static Column parse(String description) {
    String[] parts = description.split("\\|", -1);
    EnumSet<EventType> types = EnumSet.noneOf(EventType.class);
    Arrays.stream(parts[2].split(",", -1))
        .forEach(name -> types.add(EventType.ofWireName(name).orElseThrow()));
    String[] form = parts[0].split(ADDED, 2);
    return new Column(
        Aggregations.ofForm(form[0]),
        new Stored(parts[1]),
        types,
        form.length == 1 ? 0 : Integer.parseInt(form[1]),
        Duration.parse(parts[3]));
  }
}
