package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.EventType;
import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The columns of an entity's packed value, and the tiers its slices use. Derived from the declared
 * features; its {@link #describe() description} is stored with the state, so that state written
 * under one list of features can be read under another.
 */
public final class EntityLayout implements Serializable {

  private static final long serialVersionUID = 1;
  private static final int[] NONE = {};

  private final Column[] columns;
  private final EnumMap<EventType, int[]> byType = new EnumMap<>(EventType.class);

  /** Tiers some window uses, fine to coarse, each with the longest window in it, ms. */
  private final Tier[] tiers;

  private final long[] longest;
  private final String description;

  private EntityLayout(List<Column> columns, EnumMap<Tier, Long> windows) {
    this.columns = columns.toArray(Column[]::new);
    for (EventType type : EventType.values()) {
      byType.put(type, columnsTaking(type));
    }
    this.tiers = windows.keySet().toArray(Tier[]::new);
    this.longest = windows.values().stream().mapToLong(Long::longValue).toArray();
    this.description = description();
  }

  public static EntityLayout of(FeatureList list) {
    Map<String, Column> columns = new LinkedHashMap<>();
    EnumMap<Tier, Long> windows = new EnumMap<>(Tier.class);
    for (FeatureSpec feature : list.features()) {
      if (feature instanceof FeatureSpec.Windowed windowed) {
        Column column = Column.of(windowed);
        columns.merge(column.key(), column, (a, b) -> a.reaching(b.reach()));
        windows.merge(windowed.tier(), windowed.window().toMillis(), Math::max);
      }
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("features " + list.id() + " has no windowed feature");
    }
    return new EntityLayout(List.copyOf(columns.values()), windows);
  }

  private int[] columnsTaking(EventType type) {
    int[] taking = new int[columns.length];
    int n = 0;
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].takes(type)) {
        taking[n++] = i;
      }
    }
    return n == 0 ? NONE : Arrays.copyOf(taking, n);
  }

  int size() {
    return columns.length;
  }

  Column column(int i) {
    return columns[i];
  }

  /** Indexes of the columns an event of this type is added to. */
  int[] columnsFor(EventType type) {
    return byType.get(type);
  }

  int indexOf(String key) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** The longest window of all, ms. */
  long longestWindow() {
    long most = 0;
    for (long window : longest) {
      most = Math.max(most, window);
    }
    return most;
  }

  /** How long after its last event an entity's windows are certainly empty, ms. */
  long reach() {
    return longestWindow() + tiers[tiers.length - 1].width();
  }

  /** First instant each column is still read from at the given time. */
  long[] edges(long asOf) {
    long[] edges = new long[columns.length];
    for (int c = 0; c < edges.length; c++) {
      edges[c] = columns[c].edge(asOf);
    }
    return edges;
  }

  private long edge(int k, long asOf) {
    return tiers[k].start(asOf - longest[k]);
  }

  /**
   * The tier in which an event of time {@code ts} is kept when the entity's clock shows {@code
   * asOf}: the finest whose windows may still cut through the next coarser slice. A function of its
   * arguments alone, so the table does not depend on the order in which events came.
   */
  Tier tierOf(long ts, long asOf) {
    int k = 0;
    while (k + 1 < tiers.length) {
      long coarserEnd = tiers[k + 1].start(ts) + tiers[k + 1].width();
      if (coarserEnd > edge(k, asOf)) {
        break;
      }
      k++;
    }
    return tiers[k];
  }

  /** One line a column and one for the tiers; equal descriptions mean equal bytes. */
  public String describe() {
    return description;
  }

  private String description() {
    String windows =
        Arrays.stream(tiers)
            .map(t -> t + "=" + longest[Arrays.asList(tiers).indexOf(t)])
            .collect(Collectors.joining(","));
    return Arrays.stream(columns).map(Column::describe).collect(Collectors.joining("\n"))
        + "\n"
        + windows;
  }

  /** Builds the layout that {@link #describe} described. */
  public static EntityLayout parse(String description) {
    List<String> lines = description.lines().toList();
    EnumMap<Tier, Long> windows = new EnumMap<>(Tier.class);
    for (String tier : lines.get(lines.size() - 1).split(",", -1)) {
      int at = tier.indexOf('=');
      windows.put(Tier.valueOf(tier.substring(0, at)), Long.parseLong(tier.substring(at + 1)));
    }
    List<Column> columns = lines.subList(0, lines.size() - 1).stream().map(Column::parse).toList();
    return new EntityLayout(columns, windows);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof EntityLayout that && description.equals(that.description));
  }

  @Override
  public int hashCode() {
    return description.hashCode();
  }
}
