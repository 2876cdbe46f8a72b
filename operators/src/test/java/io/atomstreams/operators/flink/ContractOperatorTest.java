package io.atomstreams.operators.flink;

import static io.atomstreams.operators.contract.ContractEvents.HOUR;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.contract.ContractEvents;
import io.atomstreams.operators.contract.CustomerHistories;
import io.atomstreams.operators.contract.HistoryContract;
import io.atomstreams.operators.contract.HistoryRule;
import io.atomstreams.operators.contract.NumberRule;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.flink.FeatureHarness.Backend;
import io.atomstreams.operators.flink.state.CodecTypeInformation;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.RejectionReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContractOperatorTest {

  private static final int EVENTS = 800;
  private static final Duration FORGET_AFTER = Duration.ofDays(3);

  private static HistoryContract contract() {
    return contract(
        ContractEvents.quantity(5, new NumberRule.Repair.None()),
        ContractEvents.device("web"),
        ContractEvents.usual(2, true));
  }

  private static HistoryContract contract(HistoryRule... rules) {
    return new HistoryContract(List.of(rules), FORGET_AFTER);
  }

  /** The operator in Flink's test harness, on one of the state backends. */
  private record Harness(KeyedOneInputStreamOperatorTestHarness<String, Intake, Intake> in)
      implements AutoCloseable {

    static Harness of(Backend backend, HistoryContract contract, OperatorSubtaskState snapshot)
        throws Exception {
      var harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new ContractOperator(contract), Intake::route, Types.STRING);
      harness.setStateBackend(backend.make());
      harness.setup(CodecTypeInformation.intake().createSerializer(new SerializerConfigImpl()));
      if (snapshot != null) {
        harness.initializeState(snapshot);
      }
      harness.open();
      return new Harness(harness);
    }

    void process(Intake... part) throws Exception {
      process(List.of(part));
    }

    void process(List<Intake> part) throws Exception {
      for (Intake intake : part) {
        in.processElement(intake, intake.ts());
      }
    }

    long customers() {
      var backend = ((ContractOperator) in.getOperator()).<String>getKeyedStateBackend();
      try (Stream<String> keys = backend.getKeys("history", VoidNamespace.INSTANCE)) {
        return keys.count();
      }
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (Exception e) {
        throw new IllegalStateException("the harness did not close", e);
      }
    }
  }

  /** Right and wrong, of 15 customers and of nobody, out of order, again, with long silences. */
  private static List<Intake> stream() {
    Random random = new Random(5);
    List<Intake> stream = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < EVENTS; i++) {
      now += random.nextInt(40) == 0 ? 100 * HOUR : random.nextInt(1_000_000);
      long ts = now - (random.nextInt(3) == 0 ? random.nextInt(9) * HOUR : 0);
      String customer = random.nextInt(9) == 0 ? null : "c" + random.nextInt(15);
      Event event =
          random.nextBoolean()
              ? ContractEvents.order(customer, "e" + i, ts, random.nextInt(14), 3)
              : ContractEvents.view("c" + i % 15, "e" + i, ts, random.nextBoolean() ? "ios" : "tv");
      int fate = random.nextInt(20);
      Event earlier = i == 0 ? null : stream.get(random.nextInt(i)).event();
      stream.add(
          fate == 0
              ? refused(i)
              : FeatureHarness.intake(fate == 1 && earlier != null ? earlier : event, i));
    }
    return stream;
  }

  private static Intake refused(long offset) {
    return Intake.refused(
        new SourcePosition("events", 1, offset),
        null,
        new byte[] {1},
        new Decoded.Rejected(RejectionReason.NOT_JSON, "not JSON"),
        offset);
  }

  private static List<Intake> expected(List<Intake> stream) {
    CustomerHistories histories = new CustomerHistories(contract());
    return stream.stream().map(histories::judged).toList();
  }

  @ParameterizedTest
  @EnumSource
  void passesOnWhatTheRulesSayUnderTheSameKeyAndTime(Backend backend) throws Exception {
    List<Intake> stream = stream();
    List<Intake> expected = expected(stream);
    assertThat(expected).filteredOn(i -> "contract".equals(i.reason())).hasSizeGreaterThan(20);
    assertThat(expected)
        .filteredOn(i -> !i.isRefused() && !i.event().repaired().isEmpty())
        .hasSizeGreaterThan(100);
    try (Harness harness = Harness.of(backend, contract(), null)) {
      harness.process(stream);

      assertThat(harness.in().extractOutputValues()).isEqualTo(expected);
      assertThat(harness.in().extractOutputValues())
          .extracting(Intake::route)
          .isEqualTo(stream.stream().map(Intake::route).toList());
      assertThat(harness.in().extractOutputStreamRecords())
          .extracting(record -> record.getTimestamp())
          .isEqualTo(stream.stream().map(Intake::ts).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOnAfterARestoreAsIfNothingHadHappened(Backend backend) throws Exception {
    List<Intake> stream = stream();
    List<Intake> outputs = new ArrayList<>();
    OperatorSubtaskState snapshot;
    try (Harness harness = Harness.of(backend, contract(), null)) {
      harness.process(stream.subList(0, EVENTS / 2));
      snapshot = harness.in().snapshot(1, 1);
      outputs.addAll(harness.in().extractOutputValues());
      // what a running checkpoint reads must not be what goes on changing
      harness.process(stream.subList(EVENTS / 2, EVENTS));
    }
    try (Harness harness = Harness.of(backend, contract(), snapshot)) {
      harness.process(stream.subList(EVENTS / 2, EVENTS));
      outputs.addAll(harness.in().extractOutputValues());
    }

    assertThat(outputs).isEqualTo(expected(stream));
  }

  @ParameterizedTest
  @EnumSource
  void aRestoreUnderOtherRulesKeepsWhatTheyShare(Backend backend) throws Exception {
    OperatorSubtaskState snapshot;
    try (Harness harness = Harness.of(backend, contract(), null)) {
      harness.process(FeatureHarness.intake(ContractEvents.order("a", 5, 7), 1));
      harness.process(FeatureHarness.intake(ContractEvents.view("c1", "b", 6, "ios"), 2));
      snapshot = harness.in().snapshot(1, 1);
    }
    HistoryContract other =
        contract(
            ContractEvents.usual(3, false),
            ContractEvents.quantity(3, new NumberRule.Repair.None()));
    try (Harness harness = Harness.of(backend, other, snapshot)) {
      harness.process(FeatureHarness.intake(ContractEvents.order("c", 9, 600), 3));
      Intake repaired = harness.in().extractOutputValues().get(0);
      assertThat(repaired.event().repaired()).containsExactly("qty_usual");
      harness.in().processWatermark(FORGET_AFTER.toMillis() + 100);
      assertThat(harness.customers()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHistoryGoesWhenItIsAsGoodAsNoneAndNotBefore(Backend backend) throws Exception {
    try (Harness harness = Harness.of(backend, contract(), null)) {
      long last = FORGET_AFTER.toMillis() / 2;
      harness.process(FeatureHarness.intake(ContractEvents.order("a", 0, 7), 1));
      harness.process(FeatureHarness.intake(ContractEvents.order("b", last, 8), 2));
      assertThat(harness.customers()).isEqualTo(1);
      assertThat(harness.in().numEventTimeTimers()).isEqualTo(1);

      harness.in().processWatermark(last + FORGET_AFTER.toMillis());
      assertThat(harness.customers()).isEqualTo(1);
      harness.in().processWatermark(last + FORGET_AFTER.toMillis() + 1);
      assertThat(harness.customers()).isZero();
      assertThat(harness.in().numEventTimeTimers()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void nobodyAndTheRefusedLeaveNothingBehind(Backend backend) throws Exception {
    try (Harness harness = Harness.of(backend, contract(), null)) {
      harness.process(
          List.of(
              refused(1),
              FeatureHarness.intake(ContractEvents.order(null, "a", 5, 7), 2),
              FeatureHarness.intake(ContractEvents.order("c1", "b", 6, 600), 3)));
      assertThat(harness.in().extractOutputValues())
          .extracting(Intake::reason)
          .containsExactly("not_json", null, "contract");
      assertThat(harness.customers()).isZero();
      assertThat(harness.in().numEventTimeTimers()).isZero();
    }
  }
}
