package io.atomstreams.operators.contract;

import static io.atomstreams.operators.contract.ContractEvents.device;
import static io.atomstreams.operators.contract.ContractEvents.order;
import static io.atomstreams.operators.contract.ContractEvents.quantity;
import static io.atomstreams.operators.contract.ContractEvents.usual;
import static io.atomstreams.operators.contract.ContractEvents.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.expression.EventNumber;
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
import org.junit.jupiter.api.Test;

/** Histories as bytes: those that a release wrote are read by every later one. */
class HistoryCodecTest {

  private static final Path FILE = Path.of("..", "testdata", "golden", "history-v1.hex");
  private static final long SEED = 20240103;
  private static final int[] EVENTS = {0, 1, 3, 40, 1_500};

  private static final HistoryRule COUNTER =
      new GrowthRule("counter", Set.of(EventType.PAGE_VIEW), new EventNumber("ts"));

  private static HistoryContract contract(HistoryRule... rules) {
    return new HistoryContract(List.of(rules), Duration.ofDays(90));
  }

  private static HistoryContract all() {
    return contract(
        quantity(9, new NumberRule.Repair.Constant(1)), device("web"), COUNTER, usual(2, true));
  }

  private static CustomerHistory history(HistoryContract contract, int events) {
    Random random = new Random(SEED);
    CustomerHistory history = contract.begin();
    for (int i = 0; i < events; i++) {
      long ts = 1_700_000_000_000L + 60_000L * (i + random.nextInt(9));
      contract.judge(history, order("o" + i, ts, random.nextInt(15), 1 + random.nextInt(9)));
      contract.judge(history, view("c1", "v" + i, ts, random.nextInt(3) == 0 ? "ios" : "wéb"));
    }
    return history;
  }

  private static byte[] bytes(HistoryLayout layout, CustomerHistory history) throws IOException {
    BytesOutput out = new BytesOutput();
    new HistoryCodec(layout).write(history, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  private static CustomerHistory read(HistoryLayout layout, byte[] bytes) throws IOException {
    BytesInput in = new BytesInput().open(bytes, 0, bytes.length);
    CustomerHistory read = new HistoryCodec(layout).read(in, 1);
    assertThat(in.available()).isZero();
    return read;
  }

  private static List<String> generated() throws IOException {
    HistoryLayout layout = all().layout();
    List<String> lines = new ArrayList<>();
    lines.add("layout " + layout.describe().replace('\n', ';'));
    for (int events : EVENTS) {
      byte[] written = bytes(layout, history(all(), events));
      lines.add(events + " " + HexFormat.of().formatHex(written));
    }
    return lines;
  }

  @Test
  void historiesOfTheFirstReleaseAreReadAndTeachWhatTheyTaughtThen() throws IOException {
    if (Boolean.getBoolean("atom.golden.write")) {
      Files.writeString(FILE, String.join("\n", generated()) + "\n");
    }
    List<String> lines = Files.readAllLines(FILE);
    assertThat(generated()).isEqualTo(lines);
    HistoryLayout layout =
        HistoryLayout.parse(lines.get(0).substring("layout ".length()).replace(';', '\n'));
    assertThat(layout).isEqualTo(all().layout());
    for (String line : lines.subList(1, lines.size())) {
      int events = Integer.parseInt(line.substring(0, line.indexOf(' ')));
      byte[] stored = HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1));
      CustomerHistory read = read(layout, stored);
      CustomerHistory lived = history(all(), events);
      assertThat(bytes(layout, read)).isEqualTo(stored);
      for (int quantity : new int[] {3, 600}) {
        assertThat(all().judge(read, order("x", Long.MAX_VALUE / 2, quantity)))
            .isEqualTo(all().judge(lived, order("x", Long.MAX_VALUE / 2, quantity)));
      }
    }
  }

  @Test
  void aCustomerWithoutHistoryIsAByteForEachMemory() throws IOException {
    assertThat(bytes(all().layout(), all().begin())).hasSize(all().layout().slots().size());
    assertThat(all().begin().isEmpty()).isTrue();
  }

  @Test
  void aHistoryIsBoundedHoweverLongItIs() throws IOException {
    HistoryLayout layout = all().layout();
    int once = bytes(layout, history(all(), 600)).length;
    assertThat(bytes(layout, history(all(), 6_000)).length).isLessThan(once + 40);
    assertThat(once).isLessThan(400);
  }

  @Test
  void aCopySharesNothing() throws IOException {
    HistoryContract contract = all();
    CustomerHistory history = history(contract, 40);
    byte[] before = bytes(contract.layout(), history);
    CustomerHistory copy = new HistoryCodec(contract.layout()).copy(history);
    for (int i = 0; i < 40; i++) {
      long ts = 1_800_000_000_000L + i;
      contract.judge(history, order("n" + i, ts, 1 + i % 10));
      contract.judge(history, view("c1", "n" + i, ts, "ios"));
    }
    assertThat(bytes(contract.layout(), copy)).isEqualTo(before);
    assertThat(bytes(contract.layout(), history)).isNotEqualTo(before);
  }

  @Test
  void underOtherRulesEveryMemoryThatIsStillThereIsKept() throws IOException {
    HistoryContract before = all();
    CustomerHistory history = history(before, 40);
    // another order, another bound, one rule gone, one of another kind under an old name
    HistoryContract after =
        contract(
            COUNTER,
            new GrowthRule("device_known", Set.of(EventType.values()), new EventNumber("ts")),
            quantity(2, new NumberRule.Repair.None()));
    HistoryCodec codec = new HistoryCodec(after.layout());

    CustomerHistory adopted = codec.adopt(read(before.layout(), bytes(before.layout(), history)));

    assertThat(adopted.layout).isEqualTo(after.layout());
    assertThat(codec.adopt(adopted)).isSameAs(adopted);
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < after.layout().slots().size(); i++) {
      if (adopted.get(i) != null) {
        kept.add(after.layout().slots().get(i).rule());
      }
    }
    assertThat(kept).containsExactly("counter", "qty_usual");
    // of more numbers than are kept now the latest stay
    after.judge(adopted, order("n", 1_700_010_000_000L, 4));
    assertThat(((LatestNumbers) adopted.get(after.layout().slots().size() - 1)).size())
        .isEqualTo(2);
  }

  @Test
  void damagedAndUnknownDescriptionsAreNamed() {
    assertThat(HistoryLayout.parse("")).isEqualTo(new HistoryLayout(List.of()));
    assertThatThrownBy(() -> HistoryLayout.parse("a|sales-events|ring"))
        .hasMessage(
            "'a|sales-events|ring' describes no memory of a rule; use the release that wrote it");
    byte[] tooMany = {1, 99};
    assertThatThrownBy(
            () -> read(contract(quantity(3, new NumberRule.Repair.None())).layout(), tooMany))
        .isInstanceOf(IOException.class)
        .hasMessage("99 latest numbers: the state is damaged");
  }
}
