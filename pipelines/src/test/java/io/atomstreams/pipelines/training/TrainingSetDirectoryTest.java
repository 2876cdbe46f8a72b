package io.atomstreams.pipelines.training;

import static io.atomstreams.pipelines.training.LogRecords.LIST;
import static io.atomstreams.pipelines.training.LogRecords.order;
import static io.atomstreams.pipelines.training.LogRecords.record;
import static io.atomstreams.pipelines.training.LogRecords.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.atomstreams.operators.event.EventType;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.label.LabelSpec;
import io.atomstreams.operators.label.LabelSpec.PositiveOn;
import io.atomstreams.operators.label.LabelSpec.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainingSetDirectoryTest {

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final String ODD = "x,\"y\"\nz";
  private static final FeatureColumns COLUMNS =
      new FeatureColumns(LIST, Optional.of(List.of("spend", "gap, days")));
  private static final RowSelection SELECTION =
      new RowSelection(
          new LabelSpec(
              "churn_30d",
              Subject.CUSTOMER,
              EventType.ORDER_PLACED,
              PositiveOn.absenceOf(EventType.ORDER_PLACED, Duration.ofDays(30))),
          LIST,
          Optional.of(Instant.EPOCH),
          Optional.empty());
  private static final List<FeatureRecord> LOG =
      List.of(
          order("a", 0, 0, 0.1f, Float.NaN),
          order("a", DAY, 1, Float.NaN, 1e-7f),
          order(ODD, 2 * DAY, 2, Float.POSITIVE_INFINITY, 16_777_216f),
          record("b", "order_placed", DAY, DAY, Outcome.SCORED, "old", 3, 1),
          order("b", 80 * DAY, 4, 1, 1),
          view("z", 90 * DAY, 5));

  @TempDir private Path temporary;

  @Test
  void csvReadsBack() throws IOException {
    Path rows = write("csv", LOG, COLUMNS, RowFormat.CSV);

    List<List<String>> lines;
    try (var read =
        new CsvMapper()
            .readerForListOf(String.class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .<List<String>>readValues(rows.toFile())) {
      lines = read.readAll();
    }
    assertThat(lines)
        .containsExactly(
            List.of("entity", "eventId", "ts", "asOf", "label", "spend", "gap, days"),
            List.of("acme|a", "e0", "0", "0", "0", "0.1", ""),
            List.of("acme|a", "e1", "86400000", "86400000", "1", "", "1.0E-7"),
            List.of("acme|" + ODD, "e2", "172800000", "172800000", "1", "Infinity", "1.6777216E7"));
  }

  @Test
  void jsonLinesReadBack() throws IOException {
    Path rows = write("jsonl", LOG, COLUMNS, RowFormat.JSONL);

    List<String> lines = Files.readAllLines(rows);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .isEqualTo(
            "{\"entity\":\"acme|a\",\"eventId\":\"e0\",\"ts\":0,\"asOf\":0,\"label\":0,\"features\":{\"spend\":0.1,\"gap, days\":null}}");
    JsonNode odd = new ObjectMapper().readTree(lines.get(2));
    assertThat(odd.get("entity").asText()).isEqualTo("acme|" + ODD);
    assertThat(odd.get("label").asInt()).isEqualTo(1);
    assertThat(odd.get("features").get("spend").isNull()).isTrue();
    assertThat(odd.get("features").get("gap, days").floatValue()).isEqualTo(16_777_216f);
  }

  @Test
  void avroReadsBack() throws IOException {
    Path rows = write("avro", LOG, COLUMNS, RowFormat.AVRO);

    List<GenericRecord> records = new ArrayList<>();
    try (DataFileReader<GenericRecord> file =
        new DataFileReader<>(rows.toFile(), new GenericDatumReader<>())) {
      assertThat(file.getMetaString("features")).isEqualTo("spend\ngap, days");
      file.forEachRemaining(records::add);
    }
    assertThat(records).hasSize(3);
    assertThat(records.get(0).get("entity")).hasToString("acme|a");
    assertThat(records.get(0).get("vector")).isEqualTo(List.of(0.1f, Float.NaN));
    assertThat(records.get(1).get("eventId")).hasToString("e1");
    assertThat(records.get(1).get("ts")).isEqualTo(DAY);
    assertThat(records.get(1).get("asOf")).isEqualTo(DAY);
    assertThat(records.get(1).get("label")).isEqualTo(1);
    assertThat(records.get(2).get("entity")).hasToString("acme|" + ODD);
    assertThat(records.get(2).get("vector"))
        .isEqualTo(List.of(Float.POSITIVE_INFINITY, 16_777_216f));
  }

  @ParameterizedTest
  @EnumSource(RowFormat.class)
  void theSameLogInAnyOrderGivesTheSameBytes(RowFormat format) throws IOException {
    List<FeatureRecord> reversed = new ArrayList<>(LOG);
    Collections.reverse(reversed);

    Path one = write("one", LOG, COLUMNS, format);
    Path other = write("other", reversed, COLUMNS, format);

    assertThat(one).hasSameBinaryContentAs(other);
    assertThat(one.resolveSibling("manifest.json"))
        .hasSameBinaryContentAs(other.resolveSibling("manifest.json"));
  }

  @Test
  void theManifestSaysWhatTheRowsAre() throws Exception {
    Path rows = write("csv", LOG, COLUMNS, RowFormat.CSV);

    String sha256 =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(rows)));
    assertThat(rows.resolveSibling("manifest.json"))
        .hasContent(
            """
            {
              "label" : {
                "id" : "churn_30d",
                "subject" : "customer",
                "opensOn" : "order_placed",
                "positiveOn" : {
                  "absenceOf" : "order_placed",
                  "for" : "30d"
                },
                "maturity" : "30d"
              },
              "features" : {
                "listHash" : "0123456789abcdef",
                "names" : [
                  "spend",
                  "gap, days"
                ]
              },
              "period" : {
                "from" : "1970-01-01T00:00:00Z",
                "to" : null
              },
              "logEnd" : "1970-04-01T00:00:00Z",
              "counts" : {
                "openings" : 5,
                "rows" : 3,
                "positive" : 2,
                "immature" : 1,
                "answerSeen" : 0,
                "otherLists" : {
                  "old" : 1
                }
              },
              "file" : {
                "name" : "rows.csv",
                "sha256" : "%s"
              }
            }
            """
                .formatted(sha256));
  }

  @Test
  void columnsOfAnUnknownListAreNumbered() throws IOException {
    FeatureColumns nameless = new FeatureColumns(LIST, Optional.empty());

    Path rows = write("nameless", LOG, nameless, RowFormat.CSV);

    assertThat(Files.readString(rows, StandardCharsets.UTF_8))
        .startsWith("entity,eventId,ts,asOf,label,v0,v1\n");
    assertThat(rows.resolveSibling("manifest.json")).content().doesNotContain("names");
  }

  @Test
  void refusesWhatCannotBeWritten() throws IOException {
    FeatureColumns tooFew = new FeatureColumns(LIST, Optional.of(List.of("spend")));
    assertThatThrownBy(() -> write("width", LOG, tooFew, RowFormat.CSV))
        .hasMessageContaining("event e0 at sales-events-0@0")
        .hasMessageContaining("has 2 values, must have 1");
    FeatureColumns clash = new FeatureColumns(LIST, Optional.of(List.of("spend", "label")));
    assertThatThrownBy(() -> write("clash", LOG, clash, RowFormat.CSV))
        .hasMessageContaining("feature label is called like one of the columns");
    write("twice", LOG, COLUMNS, RowFormat.CSV);
    assertThatThrownBy(() -> write("twice", LOG, COLUMNS, RowFormat.CSV))
        .hasMessageContaining("has a manifest.json already");
  }

  private Path write(String name, List<FeatureRecord> log, FeatureColumns columns, RowFormat format)
      throws IOException {
    return new TrainingSetDirectory(temporary.resolve(name))
        .write(SELECTION, SELECTION.of(log), columns, format);
  }
}
