package io.atomstreams.pipelines.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.command.CommandTopic.Done;
import io.atomstreams.pipelines.command.JobCommand.Wish;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTopicTest {

  @ParameterizedTest
  @EnumSource(Wish.class)
  void whatIsWrittenComesBackAndFollowsItsSchema(Wish wish) throws Exception {
    JobCommand command = new JobCommand("scoring", wish, "ana", "because", 17);
    byte[] written = CommandTopic.encode(command);

    assertThat(CommandTopic.command(record("scoring", written))).contains(command);
    assertThat(schema("commands").validate(new ObjectMapper().readTree(written))).isEmpty();

    Done done = new Done("scoring", wish, 1, 2, new SourcePosition("commands", 0, 5));
    byte[] said = CommandTopic.encode(done);

    assertThat(CommandTopic.done(record("job scoring", said))).contains(done);
    assertThat(schema("audit").validate(new ObjectMapper().readTree(said))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"schemaVersion\":2,\"command\":\"pause\",\"job\":\"scoring\"}",
        "{\"schemaVersion\":1,\"command\":\"jump\",\"job\":\"scoring\"}",
        "{\"schemaVersion\":1,\"job\":\"scoring\"}"
      })
  void whatIsNoCommandIsPassedOver(String value) {
    assertThat(CommandTopic.command(record("scoring", value.getBytes(StandardCharsets.UTF_8))))
        .isEmpty();
  }

  @Test
  void aDeletedCommandAndWhatTheAuditSaysOfOtherThingsAreNone() {
    assertThat(CommandTopic.command(record("scoring", null))).isEmpty();
    assertThat(CommandTopic.done(record("features x", new byte[0]))).isEmpty();
  }

  private static ConsumerRecord<byte[], byte[]> record(String key, byte[] value) {
    return new ConsumerRecord<>("t", 0, 0, key.getBytes(StandardCharsets.UTF_8), value);
  }

  /** A schema may refer to the one beside it. */
  private static JsonSchema schema(String topic) {
    return JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder ->
                builder.schemaMappers(
                    mappers -> mappers.mapPrefix("https://schemas/", "classpath:schemas/")))
        .getSchema(SchemaLocation.of("https://schemas/" + topic + ".schema.json"));
  }
}
