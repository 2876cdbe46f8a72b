package io.atomstreams.pipelines.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomstreams.operators.contract.ContractRule;
import io.atomstreams.operators.contract.HistoryRule;
import io.atomstreams.operators.contract.ImputedNumber;
import io.atomstreams.operators.contract.ImputedText;
import io.atomstreams.operators.contract.NumberRule;
import io.atomstreams.operators.contract.UsualRange;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.SalesEvent;
import io.atomstreams.operators.validation.Intake;
import io.atomstreams.pipelines.config.ConfigException;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.connector.KafkaEventDeserializer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.InstantiationUtil;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ContractSectionTest {

  private static final String RULES =
      """
      - {name: qty_bound, field: lines.qty, max: 100, otherwise: clamp}
      - {name: device_known, field: device, in: [ios, web, other], otherwise: constant, constant: other}
      - {name: country, field: shipTo, required: true, matches: "[A-Z]{2}", on: [order_placed], otherwise: reject}
      - {name: no_bulk, check: "units <= 150", on: [order_placed], otherwise: reject}
      - {name: amount_stated, field: amount, required: true, on: [paid], otherwise: constant, constant: 0}
      """;

  private static ScoringConfig config(String rules) throws IOException {
    return configWith(rules, "");
  }

  private static ScoringConfig configWith(String rules, String more) throws IOException {
    String yaml =
        Files.readString(ScoringConfigTest.SHIPPED) + "\ncontract:\n" + rules.indent(2) + more;
    return YamlDocument.parse("scoring.yaml", yaml).as(ScoringConfig::of);
  }

  @Test
  void readsRulesInTheirOrder() throws IOException {
    ScoringConfig config = config(RULES);

    List<ContractRule> rules = config.contract().fields().orElseThrow().rules();
    assertThat(rules)
        .extracting(ContractRule::name)
        .containsExactly("qty_bound", "device_known", "country", "no_bulk", "amount_stated");
    assertThat(rules.get(0).on()).contains(EventType.CHARGEBACK).doesNotContain(EventType.REVIEW);
    assertThat(rules.get(1).on()).hasSize(EventType.values().length);
    assertThat(rules.get(2).on()).isEqualTo(Set.of(EventType.ORDER_PLACED));
    assertThat(config.withModels("x").contract()).isEqualTo(config.contract());
    assertThat(ScoringConfig.read(ScoringConfigTest.SHIPPED).contract()).isEqualTo(Contract.NONE);
  }

  @Test
  void namesThePlaceOfEveryMistake() {
    String wrong =
        RULES
            .replace("lines.qty, max: 100", "lines.qnt, max: 100")
            .replace("in: [ios, web, other]", "in: [ios, web]")
            .replace(
                "on: [order_placed], otherwise: reject}\n- {name: no_bulk",
                "on: [login]," + " otherwise: drop}\n- {name: no_bulk")
            .replace("units <= 150", "unit <= 150")
            .replace("constant: 0}", "constant: -1, most: 7}");

    assertThatThrownBy(() -> config(wrong))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("contract[0].field is 'lines.qnt'")
        .hasMessageContaining("did you mean lines.qty?")
        .hasMessageContaining("contract[1] cannot be: the constant 'other' is none of the 2")
        .hasMessageContaining("contract[2].on names login, which has no shipTo")
        .hasMessageContaining("contract[2].otherwise is 'drop', must be one of reject, constant")
        .hasMessageContaining("contract[3] cannot be: 'unit <= 150': line 1 column 1: undeclared")
        .hasMessageContaining("contract[4].constant is -1")
        .hasMessageContaining("contract[4].most is not an option");
  }

  private static final String REMEMBERING =
      """
      - {name: qty_usual, field: lines.qty, max: 100, otherwise: median, latest: 5, constant: 1}
      - {name: qty_last, field: lines.qty, max: 100, otherwise: last}
      - {name: device_last, field: device, in: [ios, web], otherwise: last, constant: web}
      - {name: price_usual, field: lines.unitPrice, lowPercent: 1, highPercent: 99, times: 3, otherwise: winsorise}
      - {name: counter, value: "int(text)", monotone: true, on: [search], otherwise: reject}
      - {name: fresh, freshness: 2h, on: [page_view], otherwise: reject}
      """;

  @Test
  void readsRulesThatRemember() throws IOException {
    Contract contract = config(REMEMBERING + RULES).contract();

    assertThat(contract.history())
        .extracting(HistoryRule::name)
        .containsExactly("qty_usual", "qty_last", "device_last", "price_usual", "counter");
    assertThat(contract.fields().orElseThrow().rules())
        .extracting(ContractRule::name)
        .contains("fresh", "qty_bound")
        .hasSize(6);
    assertThat(((ImputedNumber) contract.history().get(0)).latest()).isEqualTo(5);
    assertThat(((ImputedNumber) contract.history().get(1)).latest()).isEqualTo(1);
    assertThat(((ImputedNumber) contract.history().get(1)).rule().repair())
        .isEqualTo(new NumberRule.Repair.None());
    assertThat(((ImputedText) contract.history().get(2)).rule().constant()).isEqualTo("web");
    assertThat(((UsualRange) contract.history().get(3)).bounds())
        .isEqualTo(new UsualRange.Bounds(1, 99, 3, 20));
    assertThat(contract.history().get(4).on()).containsExactly(EventType.SEARCH);
  }

  @Test
  void namesThePlaceOfEveryMistakeInRulesThatRemember() {
    String wrong =
        REMEMBERING
            .replace("latest: 5", "latest: 32")
            .replace("otherwise: last}", "otherwise: last, latest: 3}")
            .replace("constant: web}", "constant: tv}")
            .replace("times: 3, otherwise: winsorise", "otherwise: clamp")
            .replace("int(text)", "text")
            .replace("freshness: 2h", "freshness: soon")
            .replace("name: qty_last", "name: qty_usual");

    assertThatThrownBy(() -> config(wrong))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("contract[0].latest is 32")
        .hasMessageContaining("contract[1].latest is not an option")
        .hasMessageContaining("contract[2] cannot be: the constant 'tv' is none of the 2")
        .hasMessageContaining("contract[3].otherwise is 'clamp', must be one of reject, winsorise")
        .hasMessageContaining("contract[4] cannot be: 'text' is of type string, must be int")
        .hasMessageContaining("contract[5].freshness is 'soon'")
        .hasMessageContaining("contract cannot be: two rules are called qty_usual");
    assertThatThrownBy(() -> config("- {name: a, value: ts, monotone: false, otherwise: reject}\n"))
        .hasMessageContaining("contract[0].monotone is false; leave the rule out instead");
  }

  /** They stand behind the source, where what is hidden is hidden already. */
  @Test
  void aRuleThatRemembersCannotReadWhatIsHidden() throws IOException {
    String privacy = "\nprivacy:\n  pseudonymise: [device]\n  key: {env: KEY}\n";

    assertThatThrownBy(() -> configWith(REMEMBERING, privacy))
        .hasMessageContaining(
            "contract has rule device_last, which would see pseudonyms: device is in"
                + " privacy.pseudonymise");
    String presence = REMEMBERING.replace("in: [ios, web]", "required: true");
    assertThat(configWith(presence, privacy).contract().history()).hasSize(5);
    assertThat(configWith(REMEMBERING, privacy.replace("device", "customerId")).contract())
        .isNotEqualTo(Contract.NONE);
  }

  @Test
  void aCheckCannotRepair() {
    assertThatThrownBy(() -> config("- {name: a, check: \"units < 5\", otherwise: clamp}\n"))
        .hasMessageContaining("contract[0].otherwise is 'clamp', must be one of reject");
  }

  /** Names and values of the metrics that are registered. */
  private static final class NamedGauges extends UnregisteredMetricsGroup {
    private final Map<String, Gauge<?>> gauges;
    private final String path;

    NamedGauges(Map<String, Gauge<?>> gauges, String path) {
      this.gauges = gauges;
      this.path = path;
    }

    @Override
    public MetricGroup addGroup(String name) {
      return new NamedGauges(gauges, path + name + ".");
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return new NamedGauges(gauges, path + key + "." + value + ".");
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      gauges.put(path + name, gauge);
      return gauge;
    }
  }

  private record InTheSource(MetricGroup metrics)
      implements DeserializationSchema.InitializationContext {
    @Override
    public MetricGroup getMetricGroup() {
      return metrics;
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
      throw new UnsupportedOperationException("nothing here loads classes");
    }
  }

  private record Intakes(List<Intake> all) implements Collector<Intake> {
    @Override
    public void collect(Intake intake) {
      all.add(intake);
    }

    @Override
    public void close() {}
  }

  private static ConsumerRecord<byte[], byte[]> order(int qty, String shipTo) {
    String json =
        """
        {"tenant":"demo","eventId":"e","type":"order_placed","schemaVersion":1,"ts":1767604500000,\
        "customerId":"c","orderId":"o","currency":"EUR","device":"toaster","shipTo":"%s",\
        "lines":[{"sku":"a","qty":%d,"unitPrice":100},{"sku":"b","qty":60,"unitPrice":1}]}"""
            .formatted(shipTo, qty);
    return new ConsumerRecord<>("sales-events", 0, 7, null, json.getBytes(UTF_8)) {
      @Override
      public long timestamp() {
        return 1767604500000L;
      }
    };
  }

  @Test
  void theSourceRepairsCountsAndRefuses() throws Exception {
    Map<String, Gauge<?>> gauges = new HashMap<>();
    List<Intake> intakes = new ArrayList<>();
    KafkaEventDeserializer source =
        InstantiationUtil.clone(KafkaEndpoints.deserializer(config(RULES)));
    source.open(new InTheSource(new NamedGauges(gauges, "")));
    for (ConsumerRecord<byte[], byte[]> record :
        List.of(order(90, "DE"), order(5_000, "DE"), order(5, "Germany"))) {
      source.deserialize(record, new Intakes(intakes));
    }

    assertThat(intakes)
        .extracting(Intake::detail)
        .containsExactly(
            null,
            "rule no_bulk: the check does not hold",
            "rule country: shipTo does not match the pattern");
    assertThat(intakes).extracting(Intake::reason).containsExactly(null, "contract", "contract");
    assertThat(((SalesEvent) intakes.get(0).event()).device()).isEqualTo("other");
    Map<String, Object> counts = new HashMap<>();
    gauges.forEach((name, gauge) -> counts.put(name, gauge.getValue()));
    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "atom.rule.qty_bound.repairs_total", 1L,
                "atom.rule.device_known.repairs_total", 3L,
                "atom.rule.amount_stated.repairs_total", 0L));
  }
}
