package io.atomstreams.pipelines.connector;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.atomstreams.operators.drift.cause.Cause;
import io.atomstreams.operators.event.Drift;
import io.atomstreams.operators.event.SourcePosition;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DriftJsonTest {

  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(DriftJsonTest.class.getResourceAsStream("/schemas/drift.schema.json"));

  private static Drift drift(Cause cause) {
    return new Drift(
        "id",
        "acme",
        "churn_loss",
        "adwin:delta=0.002",
        "churn.log_loss",
        "churn",
        Drift.Level.DRIFT,
        700,
        0.5,
        Double.NaN,
        List.of("alert"),
        new Drift.Cause(
            cause.name().toLowerCase(Locale.ROOT),
            "tenant=acme",
            "spend \"furthest\"",
            List.of(new Drift.Moved("spend", 0.4, 1e-12), new Drift.Moved("visits", 0.1, 0.01))),
        7,
        new SourcePosition("sales-events", 0, 5));
  }

  @ParameterizedTest
  @EnumSource(Cause.class)
  void everyCauseFollowsTheSchema(Cause cause) throws IOException {
    JsonNode value = new ObjectMapper().readTree(new DriftJson().encode(drift(cause)));

    assertThat(SCHEMA.validate(value)).isEmpty();
    assertThat(value.path("cause").asText()).isEqualTo(cause.name().toLowerCase(Locale.ROOT));
    assertThat(value.path("segment").asText()).isEqualTo("tenant=acme");
    assertThat(value.path("reason").asText()).isEqualTo("spend \"furthest\"");
    assertThat(value.path("features").path(0).path("feature").asText()).isEqualTo("spend");
    assertThat(value.path("features").path(0).path("adjustedP").asDouble()).isEqualTo(1e-12);
    assertThat(value.path("features").path(1).path("psi").asDouble()).isEqualTo(0.1);
  }
}
