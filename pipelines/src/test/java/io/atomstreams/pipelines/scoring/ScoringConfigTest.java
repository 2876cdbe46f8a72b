package io.atomstreams.pipelines.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureSpec;
import io.atomstreams.operators.privacy.KeySource;
import io.atomstreams.operators.privacy.PersonalField;
import io.atomstreams.operators.privacy.Privacy;
import io.atomstreams.operators.validation.EventClock;
import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.config.YamlDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScoringConfigTest {

  static final Path SHIPPED = Path.of("..", "flink-conf", "pipelines", "scoring.yaml");

  @Test
  void readsWhatIsShipped() {
    ScoringConfig config = ScoringConfig.read(SHIPPED);

    assertThat(config.features().names())
        .containsExactly(
            "orders_1h",
            "orders_1d",
            "orders_7d",
            "orders_30d",
            "orders_90d",
            "spend_1h",
            "spend_1d",
            "spend_7d",
            "spend_30d",
            "spend_90d",
            "order_value_mean_90d",
            "order_value_max_90d",
            "basket_units_mean_90d",
            "basket_lines_mean_90d",
            "days_since_previous_order",
            "order_gap_mean_days",
            "order_gap_variation",
            "returned_90d",
            "return_rate_90d",
            "sessions_1d",
            "sessions_7d",
            "cart_adds_1d",
            "cart_adds_7d",
            "page_views_7d");
    assertThat(config.entity().lateness()).isEqualTo(Duration.ofDays(1));
    assertThat(config.kafka().producer()).containsEntry("linger.ms", "2");
    assertThat(config.scorer().batching().maxRows()).isEqualTo(256);
  }

  @Test
  void namesEveryProblemAndTheNearestNames() throws IOException {
    String broken =
        Files.readString(SHIPPED)
            .replace("maxAhead: 1h ", "maxAhed: 1h ")
            .replace("baseRate: 0.5 ", "baseRate: 1.5 ")
            .replace("aggregate: gap_mean", "aggregate: gap_men")
            .replace("remember: 1d ", "remember: 1h ")
            .replace("on: [cart_add],", "on: [cart_ad],");

    assertThatThrownBy(() -> parse(broken))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("did you mean validation.maxAhead")
        .hasMessageContaining("scorer.baseRate is 1.5")
        .hasMessageContaining("gap_mean")
        .hasMessageContaining("remember is PT1H, must be at least lateness")
        .hasMessageContaining("cart_ad");
  }

  @Test
  void readsSeveralScorers() throws IOException {
    ScoringConfig config = parse(withScorers("churn", "[order_placed]"));

    assertThat(config.scorers()).extracting(ScorerConfig::id).containsExactly("repeat", "churn");
    assertThat(config.scorer("churn").model()).isEqualTo("churn_ftrl");
    assertThat(ScoringPipeline.uids(config)).contains("scoring", "scoring-churn");
    assertThatThrownBy(() -> config.scorer("chrn"))
        .hasMessage("there is no scorer 'chrn'; there are [repeat, churn]");
  }

  @Test
  void refusesScorersThatAreNotToldApartOrScoreDifferentEvents() throws IOException {
    String twice = withScorers("repeat", "[order_placed]");
    String elsewhere = withScorers("churn", "[page_view]");

    assertThatThrownBy(() -> parse(twice))
        .hasMessageContaining("scorers has two of the id repeat; each needs its own");
    assertThatThrownBy(() -> parse(elsewhere))
        .hasMessageContaining("scorers score different events")
        .hasMessageContaining("they must be the same");
    assertThatThrownBy(() -> parse(twice + "\nscorer: {id: one}\n"))
        .hasMessageContaining("scorer stands beside scorers; move it into that list");
  }

  private static String withScorers(String second, String on) throws IOException {
    String shipped = Files.readString(SHIPPED);
    return shipped.substring(0, shipped.indexOf("scorer:"))
        + """
        scorers:
          - {id: repeat, on: [order_placed], model: purchase_30d, models: m, baseRate: 0.5}
          - {id: %s, on: %s, model: churn_ftrl, models: m, baseRate: 0.4}
        """
            .formatted(second, on);
  }

  @Test
  void refusesAWindowThatIsNoMultipleOfTheFinestSlice() throws IOException {
    String broken = Files.readString(SHIPPED).replace("[1h, 1d, 7d, 30d, 90d]", "[12m]");

    assertThatThrownBy(() -> parse(broken))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("orders_12m")
        .hasMessageContaining("multiple");
  }

  @Test
  void refusesARatioOfAFeatureThatComesLater() throws IOException {
    String broken =
        Files.readString(SHIPPED).replace("[returned_90d, spend_90d]", "[returned_90d, later]");

    assertThatThrownBy(() -> parse(broken))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'later' is not a feature listed before it");
  }

  @Test
  void readsNamesAsValuesAndFeaturesMadeOfTwoOthers() throws IOException {
    String more =
        Files.readString(SHIPPED)
            .replace(
                "    - {name: return_rate_90d,",
                """
                - {name: devices_30d, aggregate: distinct, value: device, on: [login], window: 30d}
                - {name: unreturned_90d, difference: [spend_90d, returned_90d]}
                - {name: return_rate_90d,"""
                    .indent(4)
                    .stripTrailing());

    FeatureList features = parse(more).features();

    assertThat(features.features().get(features.names().indexOf("unreturned_90d")))
        .isEqualTo(new FeatureSpec.Difference("unreturned_90d", "spend_90d", "returned_90d"));
    assertThatThrownBy(() -> parse(more.replace("aggregate: distinct", "aggregate: sum")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("devices_30d")
        .hasMessageContaining("'device' is a name");
  }

  @Test
  void readsExpressionsAndNamesThePlaceOfAMistake() throws IOException {
    String more =
        Files.readString(SHIPPED)
            .replace(
                "    - {name: return_rate_90d,",
                """
                - {name: night_views_7d, aggregate: count, on: [page_view], filter: "hour < 6", window: 7d}
                - {name: weekdays_90d, aggregate: distinct, value: weekday, on: [order_placed], window: 90d}
                - {name: unit_price_90d, aggregate: mean, value: "order_value / units", on: [order_placed], window: 90d}
                - {name: return_rate_90d,"""
                    .indent(4)
                    .stripTrailing());

    assertThat(parse(more).features().names()).contains("night_views_7d", "unit_price_90d");
    assertThatThrownBy(
            () -> parse(more.replace("hour < 6", "hours < 6").replace("/ units", "/ device")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("filter")
        .hasMessageContaining("line 1 column 1: undeclared reference to 'hours'")
        .hasMessageContaining("value")
        .hasMessageContaining("line 1 column 13: found no matching overload");
  }

  @Test
  void readsDeclaredKindsOfEntitiesAndNamesEveryMistakeInThem() throws IOException {
    String more =
        Files.readString(SHIPPED)
            .replace(
                "\n  list:\n",
                """

                  entities:
                    - {name: region, key: "ship_to == '' ? '' : ship_to.substring(0, 2)"}
                    - {name: till, key: "channel + '/' + device"}
                  list:
                    - {name: region_orders_7d, entity: region, aggregate: count, on: [order_placed], window: 7d}
                """);

    FeatureSpec.Windowed feature = (FeatureSpec.Windowed) parse(more).features().features().get(0);
    assertThat(feature.entity().yamlName()).isEqualTo("region");
    assertThat(feature.entity().ids().text()).contains("substring");

    assertThatThrownBy(() -> parse(more.replace("entity: region", "entity: regoin")))
        .hasMessageContaining("features.list[0].entity")
        .hasMessageContaining("region, till");
    String broken =
        more.replace("name: till", "name: tenant").replace("ship_to.substring", "shipto.substring");
    assertThatThrownBy(() -> parse(broken))
        .hasMessageContaining("features.entities[0].key")
        .hasMessageContaining("line 1 column 22: undeclared reference to 'shipto'")
        .hasMessageContaining("features.entities[1].name is 'tenant' is built in");
    assertThatThrownBy(() -> parse(more.replace("name: till", "name: region")))
        .hasMessageContaining("features.entities[1].name is 'region', which stands twice");
    assertThatThrownBy(() -> parse(more.replace("name: till", "name: Till/3")))
        .hasMessageContaining("features.entities[1].name is 'Till/3' must be a small letter");
  }

  @Test
  void readsHowCustomersAreConnectedAndNamesEveryMistakeInIt() throws IOException {
    String more =
        Files.readString(SHIPPED)
            .replace(
                "\n  list:\n",
                """

                  entities: [{name: till, key: "channel + '/' + device"}]
                  list:
                    - {name: ring_30d, component: [device, till], on: [order_placed, login], filter: "hour > 5", window: 30d, most: 5000}
                """);

    FeatureSpec.Component feature =
        (FeatureSpec.Component) parse(more).features().features().get(0);
    assertThat(feature.describe())
        .startsWith("device,tillchannel + '/' + device|cel:one?hour+%3E+5|");
    assertThat(feature.most()).isEqualTo(5_000);
    assertThat(feature.entity().yamlName()).isEqualTo("component-ring_30d");

    assertThatThrownBy(
            () ->
                parse(
                    more.replace("[device, till]", "[device, tils]")
                        .replace("hour > 5", "hours > 5")
                        .replace("most: 5000", "most: 5")))
        .hasMessageContaining("features.list[0].component has 'tils', there are")
        .hasMessageContaining("undeclared reference to 'hours'")
        .hasMessageContaining("features.list[0].most is 5");
    assertThatThrownBy(() -> parse(more.replace("window: 30d, most", "window: 30m, most")))
        .hasMessageContaining("feature ring_30d: window is 30m, must be 1h to 365d");
    assertThatThrownBy(() -> parse(more.replace("[device, till]", "[device, customer]")))
        .hasMessageContaining("neither customer nor tenant");
  }

  @Test
  void readsDefaults() throws IOException {
    String shipped = Files.readString(SHIPPED);
    String ratio = "ratio: [returned_90d, spend_90d]";
    String more = shipped.replace(ratio, ratio + ", default: 0.5");

    assertThat(parse(more).features().defaultOf("return_rate_90d")).isEqualTo(0.5f);
    assertThat(parse(more).features().defaultOf("returned_90d")).isNaN();
    String wrong = more.replace("default: 0.5", "default: none");
    assertThatThrownBy(() -> parse(wrong))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("default");
  }

  private static ScoringConfig withPrivacy(String privacy) throws IOException {
    return parse(Files.readString(SHIPPED) + "\nprivacy: {" + privacy + "}\n");
  }

  @Test
  void readsWhatIsHidden() throws IOException {
    assertThat(ScoringConfig.read(SHIPPED).privacy()).isEmpty();
    ScoringConfig config =
        withPrivacy("pseudonymise: [customerId, shipTo], key: {env: ATOM_PRIVACY_KEY}");

    assertThat(config.privacy())
        .contains(
            new Privacy.Options(
                Set.of(PersonalField.CUSTOMER_ID, PersonalField.SHIP_TO),
                Privacy.FreeText.REDACT,
                Privacy.DeadLetters.REDACT,
                new KeySource(KeySource.Place.ENV, "ATOM_PRIVACY_KEY")));
    assertThat(config.withModels("x").withClock(EventClock.wall()).withKafka("p.", "g").privacy())
        .isEqualTo(config.privacy());
  }

  @Test
  void namesEveryMistakeInWhatIsHidden() {
    assertThatThrownBy(
            () ->
                withPrivacy(
                    "pseudonymise: [customerid], deadLetters: drop, text: kep, salt: 1, key: {}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("names 'customerid', which cannot be; did you mean customerId?")
        .hasMessageContaining("privacy.deadLetters is 'drop', must be one of keep, redact")
        .hasMessageContaining("did you mean keep?")
        .hasMessageContaining("privacy.salt is not an option")
        .hasMessageContaining("privacy.key must name either an environment variable");
  }

  @Test
  void neverShowsAKeyThatWasPutIntoTheFile() {
    String secret = "Zk3hQ2v8Yw1nB5xT7mR4pL6sD9fG0jKa";
    for (String key : List.of(secret, "{env: " + secret + "}", "{file: " + secret + "}")) {
      assertThatThrownBy(() -> withPrivacy("pseudonymise: [customerId], key: " + key))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("privacy.key")
          .hasMessageNotContaining(secret);
    }
  }

  @Test
  void aMissingKeyIsAnErrorWhereTheJobIsDefined() throws IOException {
    ScoringConfig config =
        withPrivacy("pseudonymise: [customerId], key: {env: ATOM_KEY_NOBODY_SETS}");

    assertThatThrownBy(() -> KafkaEndpoints.source(config, "localhost:1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("privacy.key: environment variable ATOM_KEY_NOBODY_SETS is not set");
  }

  private static ScoringConfig parse(String yaml) {
    return YamlDocument.parse("scoring.yaml", yaml).as(ScoringConfig::of);
  }
}
