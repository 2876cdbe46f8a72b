package io.atomstreams.operators.feature;

import io.atomstreams.operators.anomaly.RobustOutlier;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Makes the states whose bytes stay in the repository: entities with few and many events, in and
 * out of order, under one fixed list of features. {@link GoldenStateTest} writes them to the file
 * when the system property {@code atom.golden.write} is set.
 */
final class GoldenStates {

  static final Path FILE = Path.of("..", "testdata", "golden", "entity-state-v2.hex");
  static final Path FIRST_FILE = FILE.resolveSibling("entity-state-v1.hex");
  static final long SEED = 20240101;
  private static final int[] EVENTS = {1, 2, 10, 60, 400};

  /**
   * One line of the file.
   *
   * @param vector the features, printed as Java prints floats
   */
  record Golden(String name, String hex, List<String> vector) {

    String line() {
      return name + " " + hex + " " + String.join(",", vector);
    }

    static Golden parse(String line) {
      String[] parts = line.split(" ", -1);
      return new Golden(parts[0], parts[1], List.of(parts[2].split(",", -1)));
    }
  }

  private GoldenStates() {}

  /** Every aggregation over windows of every tier. */
  static FeatureList features() {
    List<FeatureSpec> specs = new ArrayList<>();
    Duration[] windows = {
      Duration.ofMinutes(5),
      Duration.ofHours(1),
      Duration.ofDays(1),
      Duration.ofDays(7),
      Duration.ofDays(90)
    };
    for (int w = 0; w < windows.length; w++) {
      for (Aggregations.Entry entry : Aggregations.ALL) {
        Set<EventType> on =
            entry.name().equals("sessions")
                ? Set.of(EventType.PAGE_VIEW, EventType.CART_ADD)
                : Set.of(EventType.ORDER_PLACED);
        specs.add(
            new FeatureSpec.Windowed(
                entry.name() + "_" + w, entry.with(Map.of()), Measure.ORDER_VALUE, on, windows[w]));
      }
    }
    specs.add(new FeatureSpec.Ratio("spend_a_session", "sum_4", "sessions_4"));
    return new FeatureList("golden", specs);
  }

  static EntityStage stage() {
    return new EntityStage(
        new EntityStage.Options(Duration.ofDays(1), Duration.ofDays(1)),
        features(),
        new RobustOutlier(new RobustOutlier.Options(32, 8, 6, 12, 0.05, Duration.ofHours(1))));
  }

  /** The file's content, line by line. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("layout " + stage().layout().describe().replace("\n", ";"));
    for (int events : EVENTS) {
      lines.add(golden(events).line());
    }
    return lines;
  }

  private static Golden golden(int events) {
    EntityStage stage = stage();
    Random random = new Random(SEED + events);
    EventType[] types = {EventType.ORDER_PLACED, EventType.PAGE_VIEW, EventType.CART_ADD};
    EntityState state = null;
    long now = EntityEvents.START;
    for (int i = 0; i < events; i++) {
      now +=
          random.nextInt(20) == 0
              ? random.nextInt(4) * EntityEvents.DAY
              : random.nextInt(9_000_000);
      long ts = now - (random.nextInt(4) == 0 ? random.nextInt(86_400_000) : 0);
      long value = random.nextInt(30) == 0 ? 500_000 : 1_000 + random.nextInt(300);
      Event event = EntityEvents.event(types[random.nextInt(3)], "e" + i, ts, value);
      state = stage.apply(state, event).state();
    }
    byte[] bytes = WindowOracleTest.bytes(new EntityPacker(stage.layout()), state);
    return new Golden(
        "events-" + events, HexFormat.of().formatHex(bytes), printed(stage.vector(state)));
  }

  static List<String> printed(float[] vector) {
    List<String> printed = new ArrayList<>();
    for (float value : vector) {
      printed.add(Float.toString(value));
    }
    return printed;
  }
}
