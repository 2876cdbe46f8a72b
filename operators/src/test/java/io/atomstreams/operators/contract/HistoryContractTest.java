package io.atomstreams.operators.contract;

import static io.atomstreams.operators.contract.ContractEvents.HOUR;
import static io.atomstreams.operators.contract.ContractEvents.ORDERS;
import static io.atomstreams.operators.contract.ContractEvents.device;
import static io.atomstreams.operators.contract.ContractEvents.order;
import static io.atomstreams.operators.contract.ContractEvents.quantities;
import static io.atomstreams.operators.contract.ContractEvents.quantity;
import static io.atomstreams.operators.contract.ContractEvents.usual;
import static io.atomstreams.operators.contract.ContractEvents.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.contract.NumberRule.Repair;
import io.atomstreams.operators.event.CustomerEvent;
import io.atomstreams.operators.event.Event;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.OrderLine;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.expression.EventNumber;
import io.atomstreams.operators.state.BytesOutput;
import io.atomstreams.operators.validation.Decoded;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryContractTest {

  private static final Duration TEN_DAYS = Duration.ofDays(10);
  private static final Repair REFUSE = new Repair.None();

  private static final ImputedText CHANNEL_SAID =
      new ImputedText(
          new TextRule(
              "channel_said",
              ORDERS,
              TextField.CHANNEL,
              new TextRule.Allowed(true, Set.of(), null, 0),
              null));

  private HistoryContract contract;
  private CustomerHistory history;

  private void declare(HistoryRule... rules) {
    contract = new HistoryContract(List.of(rules), TEN_DAYS);
    history = contract.begin();
  }

  private Event accepted(Event event) {
    return ((Decoded.Accepted) contract.judge(history, event)).event();
  }

  private String refusal(Event event) throws IOException {
    byte[] before = bytes();
    Decoded.Rejected rejected = (Decoded.Rejected) contract.judge(history, event);
    assertThat(rejected.reason().code()).isEqualTo("contract");
    assertThat(rejected.outline()).isEqualTo(rejected.detail());
    assertThat(bytes()).as("what is kept after a refusal").isEqualTo(before);
    return rejected.detail();
  }

  private byte[] bytes() throws IOException {
    BytesOutput out = new BytesOutput();
    new HistoryCodec(contract.layout()).write(history, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  @Test
  void aWrongNumberBecomesTheLastRightOne() {
    declare(quantity(1, REFUSE));
    Event right = order("a", 1, 3);
    assertThat(accepted(right)).isSameAs(right);
    Event repaired = accepted(order("b", 2, 600, 5));
    assertThat(quantities(repaired)).containsExactly(3, 5);
    assertThat(repaired.repaired()).containsExactly("qty_usual");
    // the right line of a repaired event is learnt from, the made-up one is not
    assertThat(quantities(accepted(order("c", 3, 0)))).containsExactly(5);
    assertThat(quantities(accepted(order("d", 4, 0)))).containsExactly(5);
    assertThat(contract.repairs("qty_usual")).isEqualTo(3);
  }

  @Test
  void aWrongNumberBecomesTheMedianOfTheLatest() {
    declare(quantity(3, REFUSE));
    accepted(order("a", 1, 9));
    accepted(order("b", 2, 1));
    assertThat(quantities(accepted(order("x", 3, 77)))).as("the lower of two").containsExactly(1);
    accepted(order("c", 4, 4));
    assertThat(quantities(accepted(order("y", 5, 77)))).containsExactly(4);
    accepted(order("d", 6, 2));
    assertThat(quantities(accepted(order("z", 7, 77)))).as("1, 4 and 2").containsExactly(2);
  }

  @Test
  void whileNothingIsKnownTheConstantStandsOrTheEventIsRefused() throws IOException {
    declare(quantity(3, REFUSE));
    assertThat(refusal(order("a", 1, 600)))
        .isEqualTo(
            "rule qty_usual: lines.qty is above 10; nothing to repair it with is known of the"
                + " customer");
    declare(quantity(3, new Repair.Constant(7)), device("web"));
    assertThat(quantities(accepted(order("a", 1, 600)))).containsExactly(7);
    // a constant is no observation
    assertThat(history.isEmpty()).isFalse();
    assertThat(quantities(accepted(order("b", 2, 600)))).containsExactly(7);
    assertThat(((CustomerEvent) accepted(view("c1", "v", 1, null))).device()).isEqualTo("web");
  }

  @Test
  void aWrongTextBecomesTheLastRightOne() {
    declare(device(null));
    accepted(view("c1", "a", 5, "ios"));
    accepted(view("c1", "b", 3, "web"));
    for (String wrong : new String[] {null, "", "toaster"}) {
      CustomerEvent repaired = (CustomerEvent) accepted(view("c1", "x", 9, wrong));
      assertThat(repaired.device()).as("of the latest by event time").isEqualTo("ios");
      assertThat(repaired.repaired()).containsExactly("device_known");
    }
  }

  @Test
  void eachTopicHasMemoriesOfItsOwn() throws IOException {
    declare(device(null));
    accepted(view("c1", "a", 5, "ios"));
    SalesEvent order = order("b", 6, 1);
    Event strange = TextField.DEVICE.with(order, "toaster");
    assertThat(refusal(strange)).startsWith("rule device_known: device is none of the 2");
    accepted(order);
    assertThat(((SalesEvent) accepted(strange)).device()).isEqualTo("web");
    assertThat(contract.layout().describe())
        .isEqualTo("device_known|sales-events|text\ndevice_known|customer-events|text");
  }

  @Test
  void whatComesAgainOrOutOfOrderChangesNothingOfTheLatest() throws IOException {
    List<Event> events =
        List.of(order("a", 1, 9, 8), order("b", 2, 1), order("c", 2, 5), order("d", 7, 2));
    declare(quantity(3, REFUSE));
    events.forEach(this::accepted);
    byte[] inOrder = bytes();

    history = contract.begin();
    for (int i : new int[] {3, 0, 2, 0, 1, 1, 3, 2, 0}) {
      accepted(events.get(i));
    }
    assertThat(bytes()).isEqualTo(inOrder);
  }

  @Test
  void aCounterMustNotFall() throws IOException {
    declare(new GrowthRule("counter", Set.of(EventType.PAGE_VIEW), new EventNumber("int(text)")));
    accepted(view("c1", "5", 10, null));
    assertThat(refusal(view("c1", "4", 11, null))).isEqualTo("rule counter: the value has fallen");
    accepted(view("c1", "5", 12, null));
    accepted(view("c1", "9", 20, null));
    // behind a later one nothing may exceed it, and what is less has not fallen
    accepted(view("c1", "7", 15, null));
    assertThat(refusal(view("c1", "10", 15, null)))
        .isEqualTo("rule counter: the value has fallen since, on a later event");
    accepted(view("c1", "1", 20, null));
    accepted(view("c1", "12", 20, null));
    assertThat(refusal(view("c1", "11", 21, null))).contains("has fallen");
    assertThat(refusal(view("c1", "many", 30, null)))
        .isEqualTo("rule counter: the value has no number for this event");
  }

  /**
   * What is accepted once is accepted again, late or not: a repetition is the features' to judge.
   */
  @Test
  void aRepetitionBreaksNoGrowth() {
    declare(new GrowthRule("counter", Set.of(EventType.PAGE_VIEW), new EventNumber("int(text)")));
    for (int round = 0; round < 2; round++) {
      for (int i = 1; i < 9; i++) {
        accepted(view("c1", Integer.toString(i), 10L * i, null));
      }
    }
  }

  @Test
  void numbersBeyondWhatIsUsualAreWinsorised() {
    declare(usual(1, true));
    for (int i = 1; i <= 10; i++) {
      accepted(order("e" + i, i, i));
    }
    Event repaired = accepted(order("x", 11, 1_000, 5, 1));
    assertThat(quantities(repaired)).as("10 % is 1, 90 % is 9").containsExactly(9, 5, 1);
    assertThat(repaired.repaired()).containsExactly("qty_of_customer");
    // a range that was too narrow widens, since what was beyond is learnt from as it came
    for (int i = 0; i < 10; i++) {
      accepted(order("y" + i, 12 + i, 1_000));
    }
    assertThat(quantities(accepted(order("z", 30, 1_000)))).containsExactly(1_000);
  }

  @Test
  void nothingIsUnusualBeforeEnoughIsKnown() throws IOException {
    declare(usual(3, false));
    for (int i = 1; i <= 9; i++) {
      accepted(order("e" + i, i, i == 5 ? 1_000 : 10));
    }
    accepted(order("e", 10, 10));
    assertThat(quantities(accepted(order("x", 11, 30)))).containsExactly(30);
    // of eleven numbers the tenth is now 30, and three times that is 90
    assertThat(quantities(accepted(order("u", 11, 90)))).containsExactly(90);
    assertThat(refusal(order("y", 12, 1_000)))
        .isEqualTo("rule qty_of_customer: lines.qty is above what is usual for the customer");
    assertThat(refusal(order("z", 12, 1))).contains("is below what is usual");
  }

  @Test
  void whatWasRefusedByALaterRuleTaughtNoEarlierOne() throws IOException {
    declare(
        quantity(3, REFUSE),
        new GrowthRule("in_order", ORDERS, new EventNumber("ts")),
        usual(1, true),
        CHANNEL_SAID);
    // right to the first three rules, refused by the last, which knows no channel yet
    assertThat(refusal(order("c", 9, 4))).startsWith("rule channel_said: channel is missing");
    assertThat(history.isEmpty()).isTrue();
  }

  @Test
  void aRepairThatLeavesNoEventRefusesIt() throws IOException {
    declare(quantity(1, REFUSE));
    accepted(order("a", 1, 2));
    SalesEvent sale = order("b", 2, 600);
    SalesEvent dear =
        new SalesEvent(
            "acme",
            "b",
            EventType.ORDER_PLACED,
            1,
            2,
            "c1",
            "o",
            "EUR",
            List.of(new OrderLine("sku", 600, 100, OrderLine.UNKNOWN_COST, 5_000)),
            -1,
            null,
            null,
            null,
            null);
    assertThat(refusal(dear)).isEqualTo("after the repairs lines[0].discount must be 0 to 200");
    assertThat(quantities(accepted(sale))).containsExactly(2);
  }

  @Test
  void aMemoryThatHasLearntNothingForLongIsNone() throws IOException {
    declare(quantity(3, REFUSE));
    accepted(order("a", 0, 4));
    long last = TEN_DAYS.toMillis();
    assertThat(contract.expiry(history)).isEqualTo(last);
    assertThat(quantities(accepted(order("b", last, 600)))).containsExactly(4);
    assertThat(refusal(order("c", last + 1, 600))).contains("nothing to repair it with");
    accepted(order("d", last + 1, 7));
    assertThat(quantities(accepted(order("e", last + 2, 600)))).containsExactly(7);
    assertThat(quantities(accepted(order("f", HOUR, 600))))
        .as("a late event finds the new life")
        .containsExactly(7);
  }

  @Test
  void eventsThatNoRuleIsAboutAreNotAskedFor() {
    declare(quantity(3, REFUSE));
    assertThat(contract.asks(EventType.PAGE_VIEW)).isFalse();
    assertThat(contract.asks(EventType.REFUNDED)).isTrue();
    assertThat(contract.repairs("nobody")).isZero();
  }

  @Test
  void worksAfterATripAsBytesToo() throws Exception {
    declare(quantity(3, REFUSE), usual(1, true), device(null));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(contract);
      out.writeObject(new GrowthRule("counter", ORDERS, new EventNumber("units")));
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      contract = (HistoryContract) in.readObject();
      accepted(order("a", 1, 2));
      assertThat(quantities(accepted(order("b", 2, 600)))).containsExactly(2);
      assertThat(contract.repairs("qty_usual")).isEqualTo(1);
      declare((GrowthRule) in.readObject());
      accepted(order("a", 1, 5));
      assertThat(refusal(order("b", 2, 4))).contains("has fallen");
    }
  }

  @Test
  void refusesRulesThatMakeNoSense() {
    assertThatThrownBy(() -> quantity(32, REFUSE)).hasMessage("latest is 32, must be 1 to 31");
    assertThatThrownBy(
            () ->
                new ImputedText(
                    new TextRule(
                        "a",
                        TextField.TEXT.types(),
                        TextField.TEXT,
                        new TextRule.Allowed(true, Set.of(), null, 0),
                        null)))
        .hasMessageContaining("text cannot be repaired with the last one");
    assertThatThrownBy(() -> new UsualRange.Bounds(0, 100, 1, 10))
        .hasMessageContaining("it asks nothing");
    assertThatThrownBy(() -> new UsualRange.Bounds(60, 50, 1, 10))
        .hasMessageContaining("lowPercent is 60 and highPercent 50");
    assertThatThrownBy(() -> new UsualRange.Bounds(1, 50, 0, 300))
        .hasMessageContaining("times is 0 and minimum 300, must be 1 to 1000 and 2 to 256");
    assertThatThrownBy(() -> new EventNumber("device"))
        .hasMessageContaining("'device' is of type string, must be int");
  }
}
