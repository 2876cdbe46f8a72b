package io.atomstreams.operators.feature;

import static io.atomstreams.operators.feature.ComponentEvents.order;
import static io.atomstreams.operators.feature.ComponentEvents.sale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.expression.ExpressionReading;
import io.atomstreams.operators.feature.FeatureSpec.Component;
import io.atomstreams.operators.state.BytesInput;
import io.atomstreams.operators.state.BytesOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ComponentStageTest {

  private static final Path GOLDEN = Path.of("..", "testdata", "golden", "component-state-v1.hex");
  private static final int STREAMS = 10_000;
  private static final int EVENTS = 60;
  private static final long WINDOW = ComponentEvents.WINDOW.toMillis();
  private static final long START = EntityEvents.START;

  private final ComponentCodec codec = new ComponentCodec();
  private final ComponentStage stage = ComponentEvents.stage();
  private ComponentState state;

  private float take(Event event) {
    state = stage.applyAccepted(state, event);
    return stage.customers(state, event);
  }

  private static byte[] bytes(ComponentState state) throws IOException {
    BytesOutput out = new BytesOutput();
    new ComponentCodec().write(state, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  private ComponentState read(byte[] bytes) throws IOException {
    return codec.read(new BytesInput().open(bytes, 0, bytes.length), 1);
  }

  private static Set<String> nodes(SalesEvent sale) {
    Set<String> nodes = new TreeSet<>();
    for (String node : Arrays.asList(sale.customerId(), sale.device(), sale.payment())) {
      if (node != null) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  /** Through the bytes and through a copy at times, as in a job. */
  @Test
  void anyStreamGivesWhatAWalkThroughTheWholeGraphGives() throws IOException {
    TreeSet<Long> sizes = new TreeSet<>();
    int full = 0;
    for (int seed = 0; seed < STREAMS; seed++) {
      Random random = new Random(seed);
      NaiveComponents naive = new NaiveComponents(WINDOW, ComponentEvents.MOST);
      int names = 2 + random.nextInt(seed % 3 == 0 ? 200 : 40);
      state = null;
      long now = START;
      for (int i = 0; i < EVENTS; i++) {
        // a third of the streams are quick, and fill a period before it ends
        now += seed % 3 == 0 ? random.nextInt(600_000) : ComponentEvents.step(random);
        SalesEvent sale = ComponentEvents.random(random, now, names);
        boolean joins = sale.type() == EventType.ORDER_PLACED;
        long expected = naive.take(sale.ts(), nodes(sale), joins);
        assertThat(take(sale))
            .as("stream %d event %d: %s", seed, i, sale)
            .isEqualTo((float) expected);
        sizes.add(expected);
        if (random.nextInt(10) == 0) {
          state = random.nextBoolean() ? codec.copy(state) : read(bytes(state));
        }
      }
      full += naive.full();
      assertThat(state.nodes()).isLessThanOrEqualTo(2 * ComponentEvents.MOST + 3);
    }
    assertThat(sizes).hasSizeGreaterThan(20).contains(0L, 1L);
    assertThat(full).isGreaterThan(1_000);
  }

  @Test
  void bytesFollowFromTheEventsAndNotFromTheWayThroughACheckpoint() throws IOException {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      ComponentState through = null;
      ComponentState straight = null;
      long now = START;
      for (int i = 0; i < EVENTS; i++) {
        now += ComponentEvents.step(random);
        SalesEvent sale = ComponentEvents.random(random, now, 20);
        straight = stage.applyAccepted(straight, sale);
        through = stage.applyAccepted(through == null ? null : read(bytes(through)), sale);
      }
      assertThat(bytes(through)).isEqualTo(bytes(straight));
    }
  }

  @Test
  void customersAreConnectedThroughWhatTheyShareAndThroughEachOther() {
    assertThat(take(order(START, "c1", "d1", null))).isEqualTo(1);
    assertThat(take(order(START, "c2", "d2", "p2"))).isEqualTo(1);
    assertThat(take(order(START, "c3", null, "p2"))).isEqualTo(2);
    // a guest on the first device pays with the second card
    assertThat(take(order(START, null, "d1", "p2"))).isEqualTo(3);
    assertThat(take(order(START, "c1", null, null))).isEqualTo(3);
    assertThat(state.sequence()).isEqualTo(5);
  }

  @Test
  void anEventThatDoesNotConnectIsToldWithWhomItWould() {
    take(order(START, "c1", "d1", null));
    take(order(START, "c2", "d2", null));
    assertThat(take(sale(EventType.PAID, START, "c3", "d1", null))).isEqualTo(2);
    assertThat(take(order(START, "c1", "d1", null))).isEqualTo(1);
    assertThat(take(sale(EventType.PAID, START, "c1", "d2", null))).isEqualTo(2);
  }

  @Test
  void aNameIsAnotherNodeInEveryKind() {
    take(order(START, "x", "y", null));
    assertThat(take(order(START, "z", "x", "y"))).isEqualTo(1);
  }

  @Test
  void whatWasSharedIsForgottenAfterOneToTwoWindows() {
    long start = Math.floorDiv(START, WINDOW) * WINDOW + WINDOW;
    take(order(start, "c1", "d1", null));
    assertThat(take(order(start + 2 * WINDOW - 1, "c2", "d1", null))).isEqualTo(2);
    state = null;
    take(order(start + WINDOW - 1, "c1", "d1", null));
    assertThat(take(order(start + 2 * WINDOW - 1, "c2", "d1", null))).isEqualTo(2);
    assertThat(take(order(start + 2 * WINDOW, "c3", "d1", null))).isEqualTo(2);
  }

  @Test
  void anExpressionKeepsEventsOut() {
    Component through =
        new Component(
            "ring",
            Set.of(EntityKind.DEVICE),
            new ExpressionReading("device != 'till'", "", Measure.ONE),
            Set.of(EventType.ORDER_PLACED),
            Duration.ofDays(30),
            64);
    ComponentStage filtering = ComponentEvents.stage(through);
    ComponentState filtered = filtering.applyAccepted(null, order(START, "c1", "till", null));
    filtered = filtering.applyAccepted(filtered, order(START, "c2", "till", null));
    assertThat(filtering.customers(filtered, order(START, "c2", "till", null))).isEqualTo(1);
  }

  @Test
  void aGraphOfAnotherDeclarationIsBegunAnew() {
    take(order(START, "c1", "d1", null));
    Component wider =
        new Component(
            "ring",
            Set.of(EntityKind.DEVICE),
            Measure.ONE,
            Set.of(EventType.ORDER_PLACED),
            ComponentEvents.WINDOW,
            64);
    ComponentState begun =
        ComponentEvents.stage(wider).applyAccepted(state, order(START, "c2", "d1", null));
    assertThat(begun.sequence()).isEqualTo(1);
    assertThat(begun.nodes()).isEqualTo(2);
  }

  @Test
  void declarationsThatMakeNoSenseAreNamed() {
    assertThatThrownBy(() -> declare("ring", Set.of(EntityKind.TENANT), "PT24H", 64))
        .hasMessageContaining("feature ring: customers are connected through [tenant]");
    assertThatThrownBy(() -> declare("ring", Set.of(), "PT24H", 64)).hasMessageContaining("[]");
    assertThatThrownBy(() -> declare("ring", Set.of(EntityKind.DEVICE), "PT1M", 64))
        .hasMessageContaining("window is 1m, must be 1h to 365d");
    assertThatThrownBy(() -> declare("ring", Set.of(EntityKind.DEVICE), "PT24H", 63))
        .hasMessageContaining("most is 63, must be 64 to 1000000");
    assertThatThrownBy(() -> declare("a/b", Set.of(EntityKind.DEVICE), "PT24H", 64))
        .hasMessageContaining("feature 'a/b' is part of the keys of graphs");
  }

  private static void declare(String name, Set<EntityKind> through, String window, int most) {
    new Component(
        name, through, Measure.ONE, Set.of(EventType.ORDER_PLACED), Duration.parse(window), most);
  }

  @Test
  void damagedBytesAreRefused() throws IOException {
    take(order(START, "c1", "d1", "p1"));
    byte[] whole = bytes(state);
    int firstId = Long.BYTES + 1 + Long.BYTES + 1;
    byte[] twice = whole.clone();
    System.arraycopy(twice, firstId, twice, firstId + Long.BYTES + 1, Long.BYTES);
    assertThatThrownBy(() -> read(twice)).hasMessageContaining("node 1 of a graph stands twice");
    byte[] ahead = whole.clone();
    ahead[firstId + Long.BYTES] = 1;
    assertThatThrownBy(() -> read(ahead)).hasMessageContaining("hangs nowhere");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
    }
  }

  /** What the first release wrote, and what its next event gives. */
  private static List<String> golden() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int events : new int[] {1, 5, 40, 400}) {
      Random random = new Random(events);
      ComponentStage stage = ComponentEvents.stage();
      ComponentState state = null;
      long now = START;
      for (int i = 0; i < events; i++) {
        now += ComponentEvents.step(random);
        state = stage.applyAccepted(state, ComponentEvents.random(random, now, 30));
      }
      lines.add(line(events, bytes(state), state));
    }
    return lines;
  }

  private static String line(int events, byte[] bytes, ComponentState state) {
    ComponentStage stage = ComponentEvents.stage();
    StringBuilder line = new StringBuilder();
    line.append("events-").append(events).append(' ').append(HexFormat.of().formatHex(bytes));
    for (int i = 0; i < 30; i++) {
      line.append(i == 0 ? ' ' : ',');
      line.append((int) stage.customers(state, order(START, "c" + i, "d" + i, null)));
    }
    return line.toString();
  }

  @Test
  void storedGraphsAreReadAndTheGeneratorStillMakesThem() throws IOException {
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(GOLDEN, String.join("\n", golden()) + "\n");
    }
    List<String> lines = Files.readAllLines(GOLDEN);
    assertThat(golden()).isEqualTo(lines);
    for (String line : lines) {
      String[] parts = line.split(" ", -1);
      byte[] stored = HexFormat.of().parseHex(parts[1]);
      ComponentState read = read(stored);
      assertThat(bytes(read)).isEqualTo(stored);
      assertThat(line(Integer.parseInt(parts[0].substring(7)), stored, read)).isEqualTo(line);
    }
  }
}
