package io.atomstreams.pipelines.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.atomstreams.model.registry.ModelManifest.Metric;
import io.atomstreams.pipelines.training.TrainingOutcome.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingRequestJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchema REQUESTS = schema("training-requests");
  private static final JsonSchema OUTCOMES = schema("training-outcomes");

  static final TrainingRequest REQUEST =
      new TrainingRequest(
          "nightly-1",
          "purchase_30d",
          "mlp",
          "purchase_30d",
          Optional.of(Instant.ofEpochMilli(1_767_225_600_000L)),
          Optional.empty(),
          7,
          5_000,
          3,
          2,
          "anna");

  private static JsonSchema schema(String topic) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(
            TrainingRequestJsonTest.class.getResourceAsStream(
                "/schemas/" + topic + ".schema.json"));
  }

  @Test
  void readsWhatItWritesAndTheSchemaTakesIt() throws IOException {
    byte[] written = TrainingRequestJson.write(REQUEST);

    assertThat(TrainingRequestJson.read(written)).isEqualTo(REQUEST);
    assertThat(REQUESTS.validate(JSON.readTree(written))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id         | \"a b\"   | id is \"a b\", it must be 1 to 100 letters",
        "model      | \"Shop\"  | model is \"Shop\", it must be lower-case letters",
        "maxRows    | 99        | maxRows is 99, it must be a whole number from 100 to 10000000",
        "maxEpochs  | 2.5       | maxEpochs is 2.5, it must be a whole number from 1 to 1000",
        "maxMinutes | \"5\"     | maxMinutes is \"5\", it must be",
        "seed       | null      | seed is null, it must be",
        "from       | -1        | from is -1, it must be",
        "maxEpoch   | 3         | maxEpoch is no field; did you mean maxEpochs",
        "requestedBy| \"\"      | requestedBy is \"\", it must be 1 to 200 characters",
        "schemaVersion | 2      | schemaVersion is 2, it must be 1"
      })
  void refusesWhatTheSchemaRefusesAndSaysWhy(String key, String value, String message)
      throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(TrainingRequestJson.write(REQUEST));
    json.set(key, JSON.readTree(value));

    assertThatThrownBy(() -> TrainingRequestJson.read(JSON.writeValueAsBytes(json)))
        .isInstanceOf(TrainingRefusal.class)
        .hasMessageContaining(message);
    assertThat(REQUESTS.validate(json)).isNotEmpty();
  }

  @Test
  void namesAllProblemsAndTheRequestTheyAreOf() {
    byte[] value =
        "{\"schemaVersion\":1,\"id\":\"r1\",\"model\":\"m\"}".getBytes(StandardCharsets.UTF_8);

    TrainingRefusal refusal =
        catchThrowableOfType(TrainingRefusal.class, () -> TrainingRequestJson.read(value));

    assertThat(refusal.request()).isEqualTo("r1");
    assertThat(refusal.getMessage())
        .contains("architecture is missing", "label is missing", "maxRows is missing")
        .contains("requestedBy is missing");
    assertThatThrownBy(() -> TrainingRequestJson.read("nonsense".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("it is not JSON");
    assertThatThrownBy(() -> TrainingRequestJson.read(null)).hasMessage("it is no JSON object");
  }

  @Test
  void writesOutcomesAsTheirSchemaSays() throws IOException {
    TrainingOutcome trained =
        new TrainingOutcome(
            "r1",
            Status.TRAINED,
            "m",
            3,
            "",
            900,
            List.of(new Metric("auc", 0.7, Double.NaN, "base rate", "test")));
    TrainingOutcome refused = new TrainingRefusal("r2", "m", "no such label").outcome();

    assertThat(OUTCOMES.validate(JSON.readTree(trained.toJson()))).isEmpty();
    assertThat(OUTCOMES.validate(JSON.readTree(refused.toJson()))).isEmpty();
    assertThat(TrainingOutcome.requestOf(trained.toJson())).isEqualTo("r1");
    assertThat(trained.sentence()).isEqualTo("request r1: trained m@3 on 900 rows");
    assertThat(refused.sentence()).isEqualTo("request r2: refused: no such label");
  }
}
