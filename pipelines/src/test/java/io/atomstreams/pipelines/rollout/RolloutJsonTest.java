package io.atomstreams.pipelines.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Ramp;
import io.atomstreams.operators.rollout.RolloutEntry;
import io.atomstreams.operators.rollout.RolloutEntry.Abandonment;
import io.atomstreams.operators.rollout.RolloutEntry.Acknowledged;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.RolloutEntry.Noted;
import io.atomstreams.operators.rollout.RolloutEntry.Promise;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import io.atomstreams.operators.rollout.Stage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RolloutJsonTest {

  private static final ModelRef MODEL = new ModelRef("purchase_30d", 3);
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(RolloutJsonTest.class.getResourceAsStream("/schemas/models.schema.json"));

  static List<RolloutEntry> entries() {
    return List.of(
        new Noted(MODEL, "ab", Stage.REGISTERED, "ana", 1),
        new Noted(MODEL, "ab", Stage.VERIFIED, "ana", 1),
        new Request(
            "s", 1, "id", Move.CANARY, MODEL, "ab", new Ramp(List.of(1, 50), 7), "ana", "why", 9),
        new Request("s", 1, "id", Move.PROMOTE, MODEL, "ab", null, "guardrail", "", 9),
        new Promise("s", 1, 0, 2, 4, Long.MIN_VALUE, 12, ""),
        new Promise("s", 1, 1, 2, 0, 1_767_725_470_590L, 12, "missing: gap"),
        new Activation("s", 1, 5, List.of(new Acknowledged(0, 141), new Acknowledged(1, 7)), 3),
        new Activation("s", 1, Long.MIN_VALUE, List.of(), 3),
        new Abandonment("s", 2, "withdrawn", 3));
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyEntryComesBackAndFollowsTheSchema(RolloutEntry entry) throws Exception {
    byte[] value = RolloutJson.encode(entry);

    assertThat(RolloutJson.read(value)).isEqualTo(entry);
    assertThat(SCHEMA.validate(new ObjectMapper().readTree(value))).isEmpty();
  }

  @Test
  void noTwoEntriesThatCountShareAKey() {
    assertThat(entries().stream().map(RolloutJson::key).distinct().count())
        .as("the two requests of one number and id are one")
        .isEqualTo(entries().size() - 1);
  }

  @Test
  void whatIsNoEntryIsRefusedByName() {
    assertThatThrownBy(
            () -> RolloutJson.read("{\"schemaVersion\":7}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("schemaVersion 7: this release reads 1");
    assertThatThrownBy(
            () ->
                RolloutJson.read(
                    "{\"schemaVersion\":1,\"kind\":\"wish\"}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("no entry is of kind wish");
    assertThatThrownBy(() -> RolloutJson.read("x".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("not a record of this topic");
  }
}
