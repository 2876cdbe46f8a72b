package io.atomstreams.pipelines.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.atomstreams.operators.event.Alert;
import io.atomstreams.operators.event.Explanation;
import io.atomstreams.operators.event.Importance;
import io.atomstreams.operators.event.Prediction;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OutputJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchema PREDICTIONS = schema("predictions");
  private static final JsonSchema ALERTS = schema("alerts");
  private static final JsonSchema EXPLANATIONS = schema("explanations");
  private static final JsonSchema INSIGHTS = schema("insights");

  private final PredictionJson predictionJson = new PredictionJson();
  private final AlertJson alertJson = new AlertJson();

  @Property(tries = 300)
  void predictionsComeBackBitForBitAndFollowTheSchema(@ForAll("predictions") Prediction prediction)
      throws Exception {
    byte[] value = predictionJson.encode(prediction);
    assertThat(PredictionJson.read(value, 77)).isEqualTo(prediction);
    assertThat(PREDICTIONS.validate(JSON.readTree(value))).isEmpty();
  }

  @Property(tries = 300)
  void alertsComeBackAndFollowTheSchema(@ForAll("alerts") Alert alert) throws Exception {
    byte[] value = alertJson.encode(alert);
    assertThat(AlertJson.read(value, 77)).isEqualTo(alert);
    assertThat(ALERTS.validate(JSON.readTree(value))).isEmpty();
  }

  @Property(tries = 300)
  void explanationsComeBackBitForBitAndFollowTheSchema(
      @ForAll("explanations") Explanation explanation) throws Exception {
    byte[] value = new ExplanationJson().encode(explanation);
    Explanation read = ExplanationJson.read(value, 77);
    assertThat(read)
        .usingRecursiveComparison()
        .ignoringFields("values", "contributions")
        .withEqualsForType(Double::equals, Double.class)
        .isEqualTo(explanation);
    assertThat(read.contributions()).isEqualTo(explanation.contributions());
    for (int i = 0; i < read.values().length; i++) {
      float seen = explanation.values()[i];
      assertThat(Float.floatToIntBits(read.values()[i]))
          .isEqualTo(Float.floatToIntBits(Float.isFinite(seen) ? seen : Float.NaN));
    }
    assertThat(EXPLANATIONS.validate(JSON.readTree(value))).isEmpty();
  }

  @Property(tries = 300)
  void rankingsComeBackBitForBitAndFollowTheSchema(@ForAll("importances") Importance importance)
      throws Exception {
    byte[] value = new ImportanceJson().encode(importance);
    assertThat(ImportanceJson.read(value, 77)).isEqualTo(importance);
    assertThat(INSIGHTS.validate(JSON.readTree(value))).isEmpty();
  }

  @Provide
  Arbitrary<Explanation> explanations() {
    return OutputArbitraries.explanations();
  }

  @Provide
  Arbitrary<Importance> importances() {
    return OutputArbitraries.importances();
  }

  @Provide
  Arbitrary<Prediction> predictions() {
    return OutputArbitraries.predictions();
  }

  @Provide
  Arbitrary<Alert> alerts() {
    return OutputArbitraries.alerts();
  }

  @Test
  void theBytesOfThisReleaseStayAsTheyAre() {
    assertThat(new String(predictionJson.encode(SampleOutputs.PREDICTION), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"schemaVersion":1,"id":"p1","tenant":"shop","entity":"shop|c7","scorer":"churn",\
            "probability":0.125,"baseRate":0.3,"modelVersion":"churn@2",\
            "modelDigest":"0123456789abcdef","role":"champion","specHash":"fe54","listHash":"ab12",\
            "sequence":9,"ts":1291191960000,\
            "source":{"topic":"sales-events","partition":3,"offset":42}}""");
    assertThat(new String(alertJson.encode(SampleOutputs.ALERT), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"schemaVersion":1,"id":"a1","tenant":"shop","entity":"shop|c7","rule":"refunds",\
            "severity":"critical","message":"4 refunds in 7 days",\
            "reasons":[{"name":"refunds_7d","value":4.0},{"name":"ratio","value":null}],\
            "sequence":9,"ts":1291191960000,\
            "source":{"topic":"sales-events","partition":3,"offset":42}}""");
  }

  @Test
  void wallTimeStaysOutOfTheValue() {
    String value =
        new String(predictionJson.encode(SampleOutputs.PREDICTION), StandardCharsets.UTF_8);
    assertThat(value).doesNotContain("1700000000");
  }

  @Test
  void theSchemasRefuseWhatIsNotInThem() throws Exception {
    byte[] value = predictionJson.encode(SampleOutputs.PREDICTION);
    String more = new String(value, StandardCharsets.UTF_8).replaceFirst("\\{", "{\"more\":1,");
    assertThat(PREDICTIONS.validate(JSON.readTree(more))).hasSize(1);
    assertThatThrownBy(() -> PredictionJson.read(more.getBytes(StandardCharsets.UTF_8), 0))
        .hasMessage("more is not a field of this topic's records");
  }

  @Test
  void refusesAProbabilityThatIsNone() {
    assertThatThrownBy(() -> predictionJson.encode(withProbability(Float.NaN)))
        .hasMessage("prediction p1 of sales-events-3@42: probability is NaN, must lie in [0, 1]");
    assertThatThrownBy(() -> predictionJson.encode(withProbability(1.5f)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAVersionItDoesNotKnow() {
    byte[] value = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> PredictionJson.read(value, 0))
        .hasMessage("schemaVersion 2: this release reads 1");
  }

  private static Prediction withProbability(float probability) {
    Prediction p = SampleOutputs.PREDICTION;
    return new Prediction(
        p.id(),
        p.tenant(),
        p.entity(),
        p.scorer(),
        probability,
        p.baseRate(),
        p.modelVersion(),
        p.modelDigest(),
        p.insteadOf(),
        p.role(),
        p.specHash(),
        p.listHash(),
        p.sequence(),
        p.ts(),
        p.source(),
        p.readAtMicros());
  }

  private static JsonSchema schema(String topic) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(OutputJsonTest.class.getResourceAsStream("/schemas/" + topic + ".schema.json"));
  }
}
