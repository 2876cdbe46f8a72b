package io.atomstreams.operators.feature;

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
 * What is accumulated in every slice: one accumulator form over one measure of some event types,
 * kept as far back as the longest window that reads it. Features that differ only in window or in
 * the result they take share a column.
 */
final class Column implements Serializable {

  private static final long serialVersionUID = 1;

  private final Aggregation<Object> algebra;
  private final Measure measure;
  private final EnumSet<EventType> on;
  private final Duration reach;
  private final long reachMillis;
  private final Tier tier;

  @SuppressWarnings("unchecked") // an accumulator never leaves the column that created it
  Column(Aggregation<?> algebra, Measure measure, Set<EventType> on, Duration reach) {
    this.algebra = (Aggregation<Object>) algebra;
    this.measure = measure;
    this.on = EnumSet.copyOf(on);
    this.reach = reach;
    this.reachMillis = reach.toMillis();
    this.tier = Tier.forWindow(reach);
  }

  static Column of(FeatureSpec.Windowed feature) {
    return new Column(feature.aggregation(), feature.measure(), feature.on(), feature.window());
  }

  /** What makes two columns one: {@code tally|order_value|order_placed}. */
  String key() {
    String events = on.stream().map(EventType::wireName).sorted().collect(Collectors.joining(","));
    return algebra.form() + "|" + measure.yamlName() + "|" + events;
  }

  Column reaching(Duration window) {
    return window.compareTo(reach) > 0 ? new Column(algebra, measure, on, window) : this;
  }

  Aggregation<Object> algebra() {
    return algebra;
  }

  Measure measure() {
    return measure;
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

  /** Builds the column that {@link #describe} described. */
  static Column parse(String description) {
    String[] parts = description.split("\\|", -1);
    EnumSet<EventType> types = EnumSet.noneOf(EventType.class);
    Arrays.stream(parts[2].split(",", -1))
        .forEach(name -> types.add(EventType.ofWireName(name).orElseThrow()));
    return new Column(
        Aggregations.ofForm(parts[0]),
        Measure.ofYamlName(parts[1]).orElseThrow(),
        types,
        Duration.parse(parts[3]));
  }
}
