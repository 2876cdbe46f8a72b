package io.atomstreams.pipelines.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.properties.PropertiesConfiguration;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

class JsonLogTest {

  private static final Path SHIPPED = Path.of("..", "flink-conf", "log4j2-json.properties");

  @Test
  void anEventWithAnExceptionIsOneLineOfJson() throws Exception {
    Exception failure =
        new IllegalStateException("no \"schema\"\nfor it", new RuntimeException("because"));

    String line = line("a \"quoted\"\nmessage\u0000\ud83d\ude00", failure);

    assertThat(line).endsWith("\n");
    assertThat(line.strip()).doesNotContain("\n");
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(Instant.parse(json.get("@timestamp").asText()))
        .isEqualTo(Instant.parse("2026-02-03T04:05:06.789Z"));
    assertThat(json.get("log.level").asText()).isEqualTo("ERROR");
    assertThat(json.get("log.logger").asText()).isEqualTo("io.atomstreams.test");
    assertThat(json.get("process.thread.name").asText()).isEqualTo("Scoring (1/2)#3");
    assertThat(json.get("message").asText()).isEqualTo("a \"quoted\"\nmessage\u0000\ud83d\ude00");
    assertThat(json.get("service.name").asText()).isEqualTo("atom-streams");
    assertThat(json.get("error.type").asText()).isEqualTo("java.lang.IllegalStateException");
    assertThat(json.get("error.message").asText()).isEqualTo("no \"schema\"\nfor it");
    assertThat(json.get("error.stack_trace").asText())
        .contains("Caused by: java.lang.RuntimeException: because")
        .contains("JsonLogTest");
  }

  @Test
  void aMessageWithoutEndHasOne() throws Exception {
    JsonNode json = new ObjectMapper().readTree(line("x".repeat(100_000), null));
    assertThat(json.get("message").asText()).hasSizeBetween(16_384, 16_400);
    assertThat(json.has("error.type")).isFalse();
  }

  private static String line(String message, Throwable failure) throws Exception {
    ConfigurationSource source = ConfigurationSource.fromUri(SHIPPED.toUri());
    try (LoggerContext context = new LoggerContext("json")) {
      PropertiesConfiguration configuration =
          new PropertiesConfigurationFactory().getConfiguration(context, source);
      configuration.initialize();
      Layout<?> layout = configuration.getAppender("json").getLayout();
      Log4jLogEvent event =
          Log4jLogEvent.newBuilder()
              .setLoggerName("io.atomstreams.test")
              .setLevel(Level.ERROR)
              .setThreadName("Scoring (1/2)#3")
              .setTimeMillis(Instant.parse("2026-02-03T04:05:06.789Z").toEpochMilli())
              .setMessage(new SimpleMessage(message))
              .setThrown(failure)
              .build();
      return new String(layout.toByteArray(event), StandardCharsets.UTF_8);
    }
  }
}
