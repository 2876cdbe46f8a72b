package io.atomstreams.pipelines.report.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.connector.FeatureAvro;
import io.atomstreams.pipelines.connector.Headers;
import io.atomstreams.pipelines.connector.OutputFiles;
import io.atomstreams.pipelines.connector.PredictionJson;
import io.atomstreams.pipelines.report.source.Archive.Span;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileArchiveTest {

  private static final SourcePosition SOURCE = new SourcePosition("sales-events", 3, 42);
  private static final FeatureRecord FEATURES =
      new FeatureRecord(
          "shop",
          "e1",
          "order_placed",
          1_000,
          FeatureRecord.Outcome.SCORED,
          List.of(new FeatureRecord.Touch("shop|c7", 9)),
          1_000,
          "ab12",
          new float[] {1.5f, Float.NaN, 2},
          1,
          2,
          SOURCE,
          List.of("trim"),
          0);

  @TempDir Path directory;

  static Prediction prediction(String id, String tenant, long ts) {
    return new Prediction(
        id,
        tenant,
        tenant + "|c7",
        "churn",
        0.125f,
        0.3f,
        "churn@2",
        "0123456789abcdef",
        "",
        Prediction.Role.CHAMPION,
        "fe54",
        "ab12",
        9,
        ts,
        SOURCE,
        0);
  }

  private void write() throws IOException {
    try (OutputFiles files = new OutputFiles(directory, "eu.")) {
      files.accept(record("eu.features", "shop|c7", new FeatureAvro().encode(FEATURES)));
      files.accept(
          record(
              "eu.predictions",
              "shop|c7",
              new PredictionJson().encode(prediction("p1", "shop", 1_000))));
      files.accept(
          record(
              "eu.predictions",
              "shop|c7",
              new PredictionJson().encode(prediction("p2", "shop", 2_000))));
      ConsumerRecord<byte[], byte[]> dead = record("eu.dead-letters", "shop|c7", new byte[] {-1});
      dead.headers().add(Headers.REASON, Headers.text("not_json"));
      dead.headers().add(Headers.DETAIL, Headers.text("none"));
      dead.headers().add(Headers.SOURCE_TOPIC, Headers.text("eu.sales-events"));
      dead.headers().add(Headers.SOURCE_PARTITION, Headers.text("0"));
      dead.headers().add(Headers.SOURCE_OFFSET, Headers.text("5"));
      files.accept(dead);
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
    return new ConsumerRecord<>(topic, 0, 0, key.getBytes(StandardCharsets.UTF_8), value);
  }

  private List<Object> read(Span span) {
    List<Object> values = new ArrayList<>();
    new FileArchive(directory, "eu.").read(span, sighting -> values.add(sighting.value()));
    return values;
  }

  @Test
  void readsBackWhatADemoWrites() throws IOException {
    write();

    List<Object> values = read(Span.ALL);

    assertThat(values)
        .hasSize(4)
        .contains(
            prediction("p1", "shop", 1_000),
            prediction("p2", "shop", 2_000),
            new Sighting.Refusal("not_json", "shop", "eu.sales-events", true));
    FeatureRecord features =
        (FeatureRecord) values.stream().filter(FeatureRecord.class::isInstance).findAny().get();
    assertThat(features).usingRecursiveComparison().ignoringFields("vector").isEqualTo(FEATURES);
    assertThat(features.vector()).containsExactly(FEATURES.vector());
  }

  @Test
  void aSpanIsOfEventTimeAndDeadLettersHaveNone() throws IOException {
    write();

    assertThat(read(new Span(1_500, 3_000)))
        .containsExactlyInAnyOrder(
            prediction("p2", "shop", 2_000),
            new Sighting.Refusal("not_json", "shop", "eu.sales-events", true));
  }

  @Test
  void deadLettersOfTopicsWithoutEventsAreToldApart() {
    assertThat(Sighting.Refusal.of("late", "shop", "eu.customer-events", "eu.").ofEvent()).isTrue();
    assertThat(Sighting.Refusal.of("late", "shop", "eu.feedback", "eu.").ofEvent()).isFalse();
    assertThat(Sighting.Refusal.of("late", "shop", "eu.predictions", "eu.").ofEvent()).isFalse();
    assertThat(Sighting.Refusal.of("late", "shop", "the.shops.own", "eu.").ofEvent()).isTrue();
  }

  @Test
  void whatCannotBeReadIsCountedAndPassedOver() throws IOException {
    write();
    Files.writeString(
        directory.resolve("eu.predictions.jsonl"),
        "{\"schemaVersion\":9}\nnothing\n",
        StandardOpenOption.APPEND);

    Archive.Tally tally = new FileArchive(directory, "eu.").read(Span.ALL, sighting -> {});

    assertThat(tally.read()).containsEntry("predictions", 2L).containsEntry("features", 1L);
    assertThat(tally.unreadable()).containsExactly(Map.entry("predictions", 2L));
  }

  @Test
  void aDirectoryWithoutFilesIsRefusedWithTheWayToThem() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FileArchive(directory, ""))
        .withMessageContaining("holds no features.jsonl")
        .withMessageContaining("atom demo --events N --output DIR");
  }
}
