package io.atomstreams.operators.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.contract.NumberRule.Range;
import io.atomstreams.operators.contract.NumberRule.Repair;
import io.atomstreams.operators.contract.TextRule.Allowed;
import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.expression.EventCondition;
import io.atomstreams.operators.validation.Decoded;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.operators.validation.EventContract;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.operators.validation.IntakeFactory;
import io.atomstreams.operators.validation.IntakeReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FieldContractTest {

  private static final long TAKEN_AT = 10_000;
  private static final Range TO_TEN = new Range(false, 1, 10);

  private static SalesEvent sale(long amount, OrderLine... lines) {
    return new SalesEvent(
        "acme",
        "e",
        EventType.ORDER_PLACED,
        1,
        1_000,
        "c",
        "o",
        "EUR",
        List.of(lines),
        amount,
        "card",
        "de",
        "toaster",
        "web");
  }

  private static OrderLine line(int qty, long discount) {
    return new OrderLine("sku", qty, 100, OrderLine.UNKNOWN_COST, discount);
  }

  private static CustomerEvent review(String text, String device) {
    return new CustomerEvent(
        "acme", "e", EventType.REVIEW, 1, 1_000, "c", "s", null, text, device, null);
  }

  private static TextRule text(TextField field, Allowed allowed, String constant) {
    return new TextRule("rule", field.types(), field, allowed, constant);
  }

  private static Allowed among(String... texts) {
    return new Allowed(false, Set.of(texts), null, 0);
  }

  private static Allowed required() {
    return new Allowed(true, Set.of(), null, 0);
  }

  private static NumberRule number(NumberField field, Range range, Repair repair) {
    return new NumberRule("rule", field.types(), field, range, repair);
  }

  private static Decoded judged(Event event, ContractRule... rules) {
    return new FieldContract(List.of(rules)).judge(new Decoded.Accepted(event), TAKEN_AT);
  }

  private static String refusal(Event event, ContractRule... rules) {
    Decoded.Rejected rejected = (Decoded.Rejected) judged(event, rules);
    assertThat(rejected.reason().code()).isEqualTo("contract");
    assertThat(rejected.outline()).isEqualTo(rejected.detail());
    return rejected.detail();
  }

  private static Event repaired(Event event, ContractRule... rules) {
    return ((Decoded.Accepted) judged(event, rules)).event();
  }

  @Test
  void whatIsAsItShouldBeIsTheSameEvent() {
    Decoded.Accepted accepted = new Decoded.Accepted(sale(-1, line(5, 0)));
    FieldContract contract =
        new FieldContract(List.of(number(NumberField.QTY, TO_TEN, new Repair.Clamp())));
    assertThat(contract.judge(accepted, TAKEN_AT)).isSameAs(accepted);
    assertThat(contract.judge(new Decoded.Accepted(review("x", "ios")), TAKEN_AT)).isNotNull();
    assertThat(contract.repairs("rule")).isZero();
  }

  @Test
  void refusesWithTheRuleAndTheClassOfTheValueNeverTheValue() {
    Event sale = sale(700, line(5, 0), line(600, 0));
    assertThat(refusal(sale, text(TextField.DEVICE, among("ios", "web"), null)))
        .isEqualTo("rule rule: device is none of the 2 allowed texts");
    assertThat(refusal(sale, number(NumberField.QTY, TO_TEN, new Repair.None())))
        .isEqualTo("rule rule: lines.qty is above 10");
    Range fromThousand = new Range(false, 1_000, 2_000);
    assertThat(refusal(sale, number(NumberField.AMOUNT, fromThousand, new Repair.None())))
        .isEqualTo("rule rule: amount is below 1000");
    Range anyCost = new Range(true, 0, 1_000);
    assertThat(refusal(sale, number(NumberField.UNIT_COST, anyCost, new Repair.None())))
        .isEqualTo("rule rule: lines.unitCost is missing");
    Allowed country = Allowed.of(false, Set.of(), Optional.of("[A-Z]{2}"), 0);
    assertThat(refusal(sale, text(TextField.SHIP_TO, country, null)))
        .isEqualTo("rule rule: shipTo does not match the pattern");
    Allowed brief = new Allowed(false, Set.of(), null, 2);
    assertThat(refusal(review("\uD83D\uDED2ab", null), text(TextField.TEXT, brief, null)))
        .isEqualTo("rule rule: text has more than 2 characters");
    assertThat(refusal(review(null, null), text(TextField.DEVICE, required(), null)))
        .isEqualTo("rule rule: device is missing");
  }

  @Test
  void countsCharactersAsPeopleDo() {
    Allowed brief = new Allowed(false, Set.of(), null, 2);
    Event review = review("\uD83D\uDED2\uD83D\uDED2", null);
    assertThat(repaired(review, text(TextField.TEXT, brief, null))).isSameAs(review);
  }

  @Test
  void aTextThatIsNotSaidBreaksOnlyThatItIsRequired() {
    Event review = review(null, null);
    assertThat(repaired(review, text(TextField.DEVICE, among("ios"), null))).isSameAs(review);
  }

  @Test
  void repairsOnlyWhatIsWrong() {
    assertThat(repaired(sale(-1, line(5, 0)), text(TextField.DEVICE, among("ios", "?"), "?")))
        .usingRecursiveComparison()
        .ignoringFields("device", "repaired")
        .isEqualTo(sale(-1, line(5, 0)));
    assertThat(repaired(review("x", "tv"), text(TextField.DEVICE, among("ios", "?"), "?")))
        .isEqualTo(review("x", "?").repairedBy("rule"));
    assertThat(
            repaired(
                sale(-1, line(0, 0), line(600, 0), line(7, 0)),
                number(NumberField.QTY, TO_TEN, new Repair.Clamp())))
        .isEqualTo(sale(-1, line(1, 0), line(10, 0), line(7, 0)).repairedBy("rule"));
    Range known = new Range(true, 0, 1_000);
    assertThat(
            repaired(
                sale(-1, line(1, 0)), number(NumberField.AMOUNT, known, new Repair.Constant(9))))
        .isEqualTo(sale(9, line(1, 0)).repairedBy("rule"));
  }

  @Test
  void eachTextFieldIsReadAndWrittenInItsOwnPlace() {
    for (TextField field : TextField.values()) {
      for (Event event :
          List.of(
              sale(-1, line(1, 0)).repairedBy("before"), review("x", "tv").repairedBy("before"))) {
        if (field.isRepairable() && field.types().contains(event.type())) {
          Event changed = field.with(event, "new");
          assertThat(field.of(changed)).isEqualTo("new");
          assertThat(changed)
              .usingRecursiveComparison()
              .ignoringFields(field.wireName())
              .isEqualTo(event);
        }
      }
    }
  }

  @Test
  void anEventSaysWhichRulesHaveRepairedItInTheirOrder() {
    TextRule device =
        new TextRule("device", TextField.DEVICE.types(), TextField.DEVICE, among("ios", "?"), "?");
    NumberRule qty =
        new NumberRule("qty", NumberField.QTY.types(), NumberField.QTY, TO_TEN, new Repair.Clamp());
    assertThat(repaired(sale(-1, line(600, 0)), qty, device).repaired())
        .containsExactly("qty", "device");
    assertThat(repaired(sale(-1, line(6, 0)), qty, device).repaired()).containsExactly("device");

    ConditionRule once =
        new ConditionRule("once", device.on(), new EventCondition("!('qty' in repaired)"));
    assertThat(refusal(sale(-1, line(600, 0)), qty, once)).startsWith("rule once:");
    assertThat(repaired(sale(-1, line(6, 0)), qty, once).repaired()).isEmpty();
  }

  @Test
  void aCheckThatFailsOrHasNoValueRefuses() {
    ConditionRule check =
        new ConditionRule(
            "rule", Set.of(EventType.ORDER_PLACED), new EventCondition("order_value / units < 50"));
    assertThat(refusal(sale(-1, line(1, 0)), check))
        .isEqualTo("rule rule: the check does not hold");
    assertThat(refusal(sale(-1), check))
        .isEqualTo("rule rule: the check has no value for this event");
    assertThat(repaired(sale(-1, line(1, 60)), check)).isNotNull();
    assertThat(repaired(review("x", null), check)).isNotNull();
    assertThatThrownBy(() -> new EventCondition("unit < 5"))
        .hasMessageContaining("line 1 column 1: undeclared reference to 'unit'");
  }

  @Test
  void refusesWhatIsStaleByTheBrokersClock() {
    Set<EventType> orders = Set.of(EventType.ORDER_PLACED);
    // the event is of 1,000 ms and was taken at 10,000
    assertThat(refusal(sale(-1), new FreshnessRule("fresh", orders, Duration.ofMillis(8_999))))
        .isEqualTo("rule fresh: ts is more than PT8.999S behind the broker's time");
    assertThat(repaired(sale(-1), new FreshnessRule("fresh", orders, Duration.ofSeconds(9))))
        .isEqualTo(sale(-1));
    assertThatThrownBy(() -> new FreshnessRule("fresh", orders, Duration.ZERO))
        .hasMessageContaining("must be more than nothing");
  }

  @Test
  void freshnessIsJudgedByTheEventClock() {
    FreshnessRule fresh =
        new FreshnessRule("fresh", Set.of(EventType.ORDER_PLACED), Duration.ofSeconds(2));
    // at 500 ms of the broker's clock it is 3,000 ms of event time, at 600 it is 3,200
    IntakeReader reader =
        new IntakeReader(
            new EventContract.Options(
                Instant.EPOCH, Duration.ofHours(1), new EventClock(0, 2_000, 2)),
            new FieldContract(List.of(fresh)),
            IntakeFactory.UNCHANGED);
    SourcePosition source = new SourcePosition("sales-events", 0, 0);
    Decoded sale = new Decoded.Accepted(sale(-1));
    assertThat(reader.check(sale, source, null, null, 500, 1).isRefused()).isFalse();
    assertThat(reader.check(sale, source, null, null, 600, 1).reason()).isEqualTo("contract");
  }

  @Test
  void laterRulesSeeWhatEarlierOnesHaveRepaired() {
    NumberRule clamp =
        new NumberRule(
            "clamp", NumberField.QTY.types(), NumberField.QTY, TO_TEN, new Repair.Clamp());
    ConditionRule check =
        new ConditionRule(
            "check", Set.of(EventType.ORDER_PLACED), new EventCondition("units <= 10"));
    assertThat(repaired(sale(-1, line(600, 0)), clamp, check))
        .isEqualTo(sale(-1, line(10, 0)).repairedBy("clamp"));
    assertThat(refusal(sale(-1, line(600, 0)), check, clamp)).startsWith("rule check:");
  }

  @Test
  void countsRepairsAfterATripAsBytesToo() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(
          new FieldContract(
              List.of(
                  number(NumberField.QTY, TO_TEN, new Repair.Clamp()),
                  new ConditionRule(
                      "check", Set.of(EventType.REVIEW), new EventCondition("text != 'a'")),
                  new TextRule(
                      "pattern",
                      TextField.TEXT.types(),
                      TextField.TEXT,
                      Allowed.of(false, Set.of(), Optional.of("[a-z]+"), 0),
                      null))));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      FieldContract contract = (FieldContract) in.readObject();
      contract.judge(new Decoded.Accepted(sale(-1, line(600, 0))), TAKEN_AT);
      assertThat(contract.repairs("rule")).isEqualTo(1);
      assertThat(contract.judge(new Decoded.Accepted(review("a", null)), TAKEN_AT))
          .asString()
          .contains("rule check");
      assertThat(contract.judge(new Decoded.Accepted(review("A", null)), TAKEN_AT))
          .asString()
          .contains("rule pattern");
    }
  }

  @Test
  void aRepairThatLeavesNoEventRefusesIt() {
    IntakeReader reader =
        new IntakeReader(
            new EventContract.Options(Instant.EPOCH, Duration.ofHours(1), EventClock.wall()),
            new FieldContract(List.of(number(NumberField.QTY, TO_TEN, new Repair.Clamp()))),
            IntakeFactory.UNCHANGED);
    SourcePosition source = new SourcePosition("sales-events", 0, 0);
    Decoded wrong = new Decoded.Accepted(sale(-1, line(600, 5_000)));
    Intake refused = reader.check(wrong, source, null, null, 1_000, 1);
    assertThat(refused.reason()).isEqualTo("contract");
    assertThat(refused.detail())
        .isEqualTo("after the repairs lines[0].discount is 5000, must be 0 to 1000");
    Decoded good = new Decoded.Accepted(sale(-1, line(600, 500)));
    assertThat(reader.check(good, source, null, null, 1_000, 1).event())
        .isEqualTo(sale(-1, line(10, 500)).repairedBy("rule"));
  }

  @Test
  void refusesRulesThatMakeNoSense() {
    assertThatThrownBy(() -> text(TextField.CUSTOMER_ID, required(), "nobody"))
        .hasMessageContaining("customerId cannot be repaired");
    assertThatThrownBy(() -> text(TextField.DEVICE, among("ios"), "tv"))
        .hasMessage("the constant 'tv' is none of the 1 allowed texts");
    assertThatThrownBy(() -> new Allowed(false, Set.of(), null, 0))
        .hasMessageContaining("it asks nothing");
    assertThatThrownBy(() -> Allowed.of(false, Set.of(), Optional.of("(a"), 0))
        .hasMessageContaining("its pattern is none")
        .hasMessageContaining("(a");
    assertThatThrownBy(() -> new Range(false, 5, 4)).hasMessageContaining("min is 5");
    assertThatThrownBy(() -> number(NumberField.QTY, new Range(true, 0, 5), new Repair.Clamp()))
        .hasMessageContaining("clamp makes no number where there is none");
    assertThatThrownBy(() -> number(NumberField.QTY, TO_TEN, new Repair.Constant(11)))
        .hasMessage("the constant 11 is not between 1 and 10");
    assertThatThrownBy(
            () -> number(NumberField.QTY, new Range(false, 0, 2_000_000), new Repair.None()))
        .hasMessageContaining("lines.qty is between 0 and 1000000");
    NumberRule rule = number(NumberField.QTY, TO_TEN, new Repair.None());
    assertThatThrownBy(() -> new FieldContract(List.of(rule, rule)))
        .hasMessage("two rules are called rule");
    assertThatThrownBy(
            () ->
                new ConditionRule("No Name", Set.of(EventType.REVIEW), new EventCondition("true")))
        .hasMessageContaining("must be a small letter");
  }
}
