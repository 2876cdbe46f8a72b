package io.atomstreams.pipelines.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.operators.label.LabelSpec.PositiveOn;
import io.atomstreams.operators.label.LabelSpec.Subject;
import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.config.YamlDocument;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class LabelFileTest {

  private static final Path SHIPPED = Path.of("..", "flink-conf");
  private static final Duration MONTH = Duration.ofDays(30);

  @Test
  void readsBothFormsThatAreShipped() {
    assertThat(LabelFile.read(SHIPPED, "purchase_30d"))
        .isEqualTo(
            new LabelSpec(
                "purchase_30d",
                Subject.CUSTOMER,
                EventType.ORDER_PLACED,
                PositiveOn.event(EventType.ORDER_PLACED, MONTH)));
    assertThat(LabelFile.read(SHIPPED, "churn_30d"))
        .isEqualTo(
            new LabelSpec(
                "churn_30d",
                Subject.CUSTOMER,
                EventType.ORDER_PLACED,
                PositiveOn.absenceOf(EventType.ORDER_PLACED, MONTH)));
  }

  @Test
  void aLabelThatIsNotThereIsAnsweredWithTheNearestOne() {
    assertThatThrownBy(() -> LabelFile.read(SHIPPED, "purchase_30"))
        .hasMessageContaining("there is no label 'purchase_30' in")
        .hasMessageContaining("did you mean purchase_30d?");
    assertThatThrownBy(() -> LabelFile.read(SHIPPED.resolve("none"), "purchase_30d"))
        .hasMessageContaining("there are none");
  }

  @Test
  void namesEveryProblemWithItsPlace() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    id: y
                    subject: basket
                    opensOn: order_plced
                    positiveOn: {event: order_placed, absenceOf: paid, for: 0d}
                    maturty: 1d
                    """))
        .asInstanceOf(InstanceOfAssertFactories.type(ConfigException.class))
        .extracting(ConfigException::problems, InstanceOfAssertFactories.list(String.class))
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).isEqualTo("x.yaml: id is 'y', must be 'x', as the file is called"),
            p -> assertThat(p).contains("subject is 'basket', must be one of customer"),
            p -> assertThat(p).contains("opensOn is 'order_plced'", "did you mean order_placed?"),
            p -> assertThat(p).contains("positiveOn has both event and absenceOf"),
            p -> assertThat(p).contains("positiveOn.for is '0d', must be a duration between 1ms"),
            p -> assertThat(p).contains("maturty is not an option; did you mean maturity?"));
  }

  @Test
  void missesWhatIsMissingAndRefusesTheOtherFormsSpan() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    id: x
                    subject: customer
                    opensOn: order_placed
                    positiveOn: {event: order_placed, for: 30d}
                    """))
        .hasMessageContaining("positiveOn.within is missing, must be a duration")
        .hasMessageContaining("positiveOn.for is not an option");
    assertThatThrownBy(() -> parse(""))
        .hasMessageContaining("id is missing")
        .hasMessageContaining("subject is missing")
        .hasMessageContaining("opensOn is missing")
        .hasMessageContaining("positiveOn.event is missing")
        .hasMessageContaining("positiveOn.within is missing");
  }

  @Test
  void refusesAMaturityShorterThanTheHorizon() {
    String label =
        """
        id: x
        subject: customer
        opensOn: order_placed
        positiveOn: {event: paid, within: 30d}
        maturity: %s
        """;
    assertThat(parse(label.formatted("31d")).maturity()).isEqualTo(Duration.ofDays(31));
    assertThatThrownBy(() -> parse(label.formatted("29d")))
        .hasMessageContaining("maturity is '29d', must be a duration between 30d and 3650d");
  }

  @Test
  void theCutIsTheHorizonUnlessSaidOtherwiseAndNeverLonger() {
    String label =
        """
        id: x
        subject: customer
        opensOn: order_placed
        positiveOn: {event: paid, within: 30d}
        """;
    assertThat(parse(label).cut()).isEqualTo(MONTH);
    assertThat(parse(label + "cut: 7d").cut()).isEqualTo(Duration.ofDays(7));
    assertThatThrownBy(() -> parse(label + "cut: 31d"))
        .hasMessageContaining("cut is '31d', must be a duration between 1ms and 30d");
  }

  @Test
  void aLabelMayBeLeftToPeople() {
    String label =
        """
        id: x
        subject: customer
        opensOn: order_placed
        positiveOn: {feedback: %s, within: 30d}
        """;
    assertThat(parse(label.formatted("true")).positiveOn()).isEqualTo(PositiveOn.feedback(MONTH));
    assertThatThrownBy(() -> parse(label.formatted("false")))
        .hasMessageContaining("positiveOn.feedback is false, must be true or left out");
    assertThatThrownBy(() -> parse(label.formatted("true, event: paid")))
        .hasMessageContaining("positiveOn has both event and feedback, must have one of them");
  }

  private static LabelSpec parse(String yaml) {
    return YamlDocument.parse("x.yaml", yaml).as(root -> LabelFile.of(root, "x"));
  }
}
