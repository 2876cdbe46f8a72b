package io.atomstreams.pipelines.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.atomstreams.operators.event.Example;
import io.atomstreams.operators.event.Feedback;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ExampleJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SourcePosition SOURCE =
      new SourcePosition("sales \uD83D\uDED2", 2, 1L << 40);

  private final ExampleJson json = new ExampleJson();

  private static JsonSchema schema(String name) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(ExampleJsonTest.class.getResourceAsStream("/schemas/" + name + ".schema.json"));
  }

  private static Example example(Example.Kind kind, double target, float[] vector, float score) {
    return new Example(
        "id",
        "acme",
        "acme|\"c\"",
        "churn",
        target,
        kind == Example.Kind.RETRACTED ? -1 : 1,
        kind,
        -5,
        7,
        "list",
        vector,
        List.of(
            new Example.Score("s", "m@1", Prediction.Role.CHAMPION, score),
            new Example.Score("s", Prediction.BASE_RATE, Prediction.Role.SHADOW, 0.1f)),
        SOURCE,
        77);
  }

  @Property(tries = 200)
  void examplesComeBackBitForBitAndFollowTheSchema(
      @ForAll Example.Kind kind, @ForAll double target, @ForAll float[] vector) throws Exception {
    Example example = example(kind, target, vector, 0.3f);
    byte[] value = json.encode(example);
    Example read = ExampleJson.read(value, 77);
    assertThat(read).usingRecursiveComparison().ignoringFields("vector").isEqualTo(example);
    assertThat(read.vector()).hasSameSizeAs(vector);
    for (int i = 0; i < vector.length; i++) {
      float expected = Float.isFinite(vector[i]) ? vector[i] : Float.NaN;
      assertThat(Float.floatToIntBits(read.vector()[i])).isEqualTo(Float.floatToIntBits(expected));
    }
    assertThat(schema("examples").validate(JSON.readTree(value))).isEmpty();
  }

  @Test
  void refusesTargetsThatAreNoNumbersAndFieldsNobodyKnows() {
    Example example = example(Example.Kind.FIRST, Double.NaN, new float[0], 0.5f);
    assertThatThrownBy(() -> json.encode(example)).hasMessageContaining("target NaN");
    String more = "{\"schemaVersion\":1,\"more\":1}";
    assertThatThrownBy(() -> ExampleJson.read(more.getBytes(StandardCharsets.UTF_8), 0))
        .hasMessage("more is not a field of this topic's records");
  }

  @Test
  void feedbackComesBackAndFollowsTheSchema() throws Exception {
    for (Feedback.About about :
        List.of(
            Feedback.About.event("e"),
            Feedback.About.prediction("p"),
            Feedback.About.source(new SourcePosition("eu-1.sales@x", 2, 9)))) {
      SourcePosition place = new SourcePosition("feedback", 0, 1);
      Feedback word = new Feedback("acme", "acme|c", "fraud", about, 0.5, 9, "desk", place, 0);
      byte[] value = FeedbackJson.write(word);
      assertThat(FeedbackJson.read(value, null, place)).isEqualTo(word);
      JsonNode tree = JSON.readTree(value);
      assertThat(schema("feedback").validate(tree)).isEmpty();
      ((com.fasterxml.jackson.databind.node.ObjectNode) tree)
          .put("eventId", "x")
          .put("predictionId", "y");
      assertThat(schema("feedback").validate(tree)).isNotEmpty();
    }
  }
}
