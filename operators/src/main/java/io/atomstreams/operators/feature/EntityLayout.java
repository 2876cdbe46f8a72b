package io.atomstreams.operators.feature;

import io.atomstreams.operators.event.EventType;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * The columns of an entity's packed value, and the tiers its slices use. Derived from the declared
 * features; its {@link #describe() description} is stored with the state, so that state written
 * under one list of features can be read under another.
 */
public final class EntityLayout implements Serializable {

  private static final long serialVersionUID = 1;
  private static final int[] NONE = {};

  private final Column[] columns;
  private final Aggregation<Object>[] algebras;
  private final EnumMap<EventType, int[]> byType = new EnumMap<>(EventType.class);

  /** Tiers some window uses, fine to coarse, each with the longest window in it, ms. */
  private final Tier[] tiers;

  private final long[] longest;

  /** By code of a tier, the place of the coarsest tier here that is no coarser; -1 without one. */
  private final int[] indexOfCode;

  private final String description;
  private final int tag;

  /** Columns by how far back they are read, and the place of each column's among them. */
  private final Edges.Reach[] reaches;

  private final int[] reachOf;

  private final int presenceBytes;

  /** The instants at which some edge can move: all windows are multiples of its width. */
  private final Tier stride;

  /** Up to this age, ms, an event is in the finest tier and read by every column. */
  private final long recent;

  @SuppressWarnings("unchecked") // an array of a generic type cannot be made
  private EntityLayout(List<Column> columns, EnumMap<Tier, Long> windows) {
    this.columns = columns.toArray(Column[]::new);
    this.algebras = columns.stream().map(Column::algebra).toArray(Aggregation[]::new);
    for (EventType type : EventType.values()) {
      byType.put(type, columnsTaking(type));
    }
    this.tiers = windows.keySet().toArray(Tier[]::new);
    this.longest = windows.values().stream().mapToLong(Long::longValue).toArray();
    this.indexOfCode = indexOfCode();
    this.description = description();
    this.tag = tag(description);
    this.presenceBytes = (this.columns.length + Byte.SIZE - 1) / Byte.SIZE;
    this.reachOf = new int[this.columns.length];
    this.reaches = reaches();
    this.recent = recent();
    this.stride = stride();
  }

  /** How often a reading failed on an event here, all columns together; any thread may ask. */
  long failures() {
    long sum = 0;
    for (Column column : columns) {
      sum += column.reading().failures();
    }
    return sum;
  }

  private Edges.Reach[] reaches() {
    List<Edges.Reach> found = new ArrayList<>();
    for (int c = 0; c < columns.length; c++) {
      int r = 0;
      while (r < found.size() && !found.get(r).is(columns[c].reach())) {
        r++;
      }
      if (r == found.size()) {
        found.add(new Edges.Reach(columns[c], presenceBytes));
      }
      found.get(r).add(c);
      reachOf[c] = r;
    }
    return found.toArray(Edges.Reach[]::new);
  }

  private int[] indexOfCode() {
    int[] index = new int[Tier.values().length];
    int k = -1;
    for (int code = 0; code < index.length; code++) {
      k += k + 1 < tiers.length && tiers[k + 1].code() == code ? 1 : 0;
      index[code] = k;
    }
    return index;
  }

  private Tier stride() {
    Tier stride = tiers[0];
    while (!divides(stride.width())) {
      stride = Tier.ofCode(stride.code() - 1);
    }
    return stride;
  }

  private boolean divides(long width) {
    for (Column column : columns) {
      if (column.reach().toMillis() % width != 0) {
        return false;
      }
    }
    return Arrays.stream(longest).allMatch(window -> window % width == 0);
  }

  private long recent() {
    long least = longest[0];
    for (Column column : columns) {
      least = Math.min(least, column.reach().toMillis());
    }
    return least;
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

  Aggregation<Object> algebra(int column) {
    return algebras[column];
  }

  /** Indexes of the columns an event of this type is added to. */
  int[] columnsFor(EventType type) {
    return byType.get(type);
  }

  /** Whether one of the first {@code columns} takes events of this type. */
  boolean counts(EventType type, int columns) {
    int[] taking = byType.get(type);
    return taking.length > 0 && taking[0] < columns;
  }

  int indexOf(String key) {
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].key().equals(key)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a feature finds everything its window should hold, as finely sliced as it needs. */
  boolean holds(FeatureSpec.Windowed feature) {
    int place = indexOf(Column.of(feature).key());
    return place >= 0
        && columns[place].reach().compareTo(feature.window()) >= 0
        && finestReach(feature.tier()).compareTo(feature.window()) >= 0;
  }

  /** How far back slices are at least as fine as those of the tier. */
  Duration finestReach(Tier tier) {
    long reach = 0;
    for (int k = 0; k < tiers.length && tiers[k].code() <= tier.code(); k++) {
      reach = Math.max(reach, longest[k]);
    }
    return Duration.ofMillis(reach);
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

  /** What is still read, and how finely: as of no time yet. */
  Edges edges() {
    return new Edges(this, reaches, reachOf);
  }

  int presenceBytes() {
    return presenceBytes;
  }

  /**
   * The tier in which an event of time {@code ts} is kept when the entity's clock shows {@code
   * asOf}: the finest whose windows may still cut through the next coarser slice. A function of its
   * arguments alone, so the table does not depend on the order in which events came.
   */
  Tier tierOf(long ts, long asOf) {
    int k = 0;
    while (k + 1 < tiers.length && ts < coarserBefore(k, asOf)) {
      k++;
    }
    return tiers[k];
  }

  /** The start of the first coarser slice that some window of tier {@code k} may cut through. */
  long coarserBefore(int k, long asOf) {
    return tiers[k + 1].start(tiers[k].start(asOf - longest[k]));
  }

  /** Whether an event of that time is in the finest tier and read by every column. */
  boolean isRecent(long ts, long asOf) {
    return ts >= asOf - recent;
  }

  /** How many tiers there are. */
  int tiers() {
    return tiers.length;
  }

  /** The code of the tier in place {@code k}, fine to coarse. */
  int tierCode(int k) {
    return tiers[k].code();
  }

  /** The place of the coarsest tier here no coarser than one of that code; -1 without one. */
  int placeOf(int code) {
    return indexOfCode[code];
  }

  Tier finest() {
    return tiers[0];
  }

  /** Whether anything may be forgotten or rolled up as the clock goes on from one to the other. */
  boolean movesAnEdge(long before, long after) {
    return stride.number(before) != stride.number(after);
  }

  /** What values of this layout are marked with: the CRC-32 of its description. */
  int tag() {
    return tag;
  }

  /** One line a column and one for the tiers; equal descriptions mean equal bytes. */
  public String describe() {
    return description;
  }

  private static int tag(String description) {
    CRC32 crc = new CRC32();
    crc.update(description.getBytes(StandardCharsets.UTF_8));
    return (int) crc.getValue();
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
        || (other instanceof EntityLayout that
            && tag == that.tag
            && description.equals(that.description));
  }

  @Override
  public int hashCode() {
    return tag;
  }
}
