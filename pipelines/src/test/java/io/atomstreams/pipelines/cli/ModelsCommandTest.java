package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomstreams.model.engine.linear.LinearEngine;
import io.atomstreams.model.engine.linear.LinearWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path TRAINED =
      Path.of("..", "testdata", "models", "purchase_30d", "1", "model", "saved_model.pb");

  @TempDir private Path temp;
  private Path source;
  private Path rows;

  @BeforeEach
  void writeAModelAndRows() throws IOException {
    source = linear("linear", 1.5);
    rows = temp.resolve("rows.avro");
    writeRows(rows);
  }

  private Path linear(String name, double weight) throws IOException {
    Path directory = Files.createDirectory(temp.resolve(name));
    LinearWeights weights =
        new LinearWeights(
            List.of("spend", "orders"),
            false,
            List.of(0.0, 0.0),
            List.of(1.0, 1.0),
            List.of(weight, -0.5),
            0.1);
    Files.writeString(directory.resolve(LinearEngine.WEIGHTS_FILE), weights.toJson());
    Files.writeString(
        directory.resolve("model.yaml"),
        """
        features: [spend, orders]
        baseRate: 0.5
        metrics:
          - {name: auc, value: 0.9, baseline: 0.5, baselineName: base rate, on: test}
        data:
          - {use: train, from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z", rows: 100, positives: 50}
        lineage: {command: python train.py, seed: 3, tool: by hand}
        """);
    return directory;
  }

  /** The spend alone decides; the columns stand in another order than in the model. */
  private static void writeRows(Path file) throws IOException {
    Schema schema =
        SchemaBuilder.record("TrainingRow")
            .namespace("io.atomstreams.training")
            .fields()
            .requiredString("entity")
            .requiredString("eventId")
            .requiredLong("ts")
            .requiredLong("asOf")
            .requiredInt("label")
            .name("vector")
            .type()
            .array()
            .items()
            .floatType()
            .noDefault()
            .endRecord();
    try (DataFileWriter<GenericRecord> out =
        new DataFileWriter<>(new GenericDatumWriter<>(schema, new GenericData()))) {
      out.setMeta("features", "orders\nspend\nunused");
      out.create(schema, file.toFile());
      for (int i = 0; i < 200; i++) {
        GenericRecord row = new GenericData.Record(schema);
        float spend = (i * 37 % 200 - 100) / 25f;
        row.put("entity", "acme|c" + i);
        row.put("eventId", "e" + i);
        row.put("ts", (long) i);
        row.put("asOf", (long) i);
        row.put("label", spend > 0 ? 1 : 0);
        row.put("vector", new ArrayList<>(List.of(0.25f, spend, Float.NaN)));
        out.append(row);
      }
    }
  }

  private AtomRun models(String... arguments) {
    return AtomRun.of(
        Stream.concat(
                Stream.concat(Stream.of("models"), Stream.of(arguments)),
                Stream.of("--models", temp.resolve("registry").toString()))
            .toArray(String[]::new));
  }

  private AtomRun register(Path from, String... more) {
    return models(
        Stream.concat(
                Stream.of(
                    "register", from.toString(), "--name", "churn", "--rows", rows.toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static JsonNode json(AtomRun run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return JSON.readTree(run.out());
  }

  @Test
  void goesTheWholeWayFromAKeyToAVerifiedVersion() throws Exception {
    String key = temp.resolve("release-key").toString();
    assertThat(AtomRun.of("models", "keygen", key).out()).contains("keep it secret");

    AtomRun registered = register(source, "--key", key);
    assertThat(registered.exitCode()).as(registered.err()).isZero();
    assertThat(registered.out()).contains("churn@1", "linear", "signed by");

    AtomRun verified =
        models("verify", "churn", "--trusted-keys", key + ".pub", "--require-signature");
    assertThat(verified.out()).contains("churn@1 would serve", "32 golden vectors agree");
    assertThat(verified.exitCode()).isZero();
    assertThat(models("list").out()).contains("churn@1", "2 features");
    assertThat(models("show", "churn@1").out())
        .contains("spend orders", "auc 0.9000, base rate 0.5000", "python train.py, seed 3")
        .doesNotContain("model.yaml");
    JsonNode shown = json(models("show", "churn", "--json"));
    assertThat(shown.get("formatVersion").asInt()).isEqualTo(2);
    assertThat(shown.get("artifacts")).hasSize(1);
    assertThat(shown.get("signer").asText()).hasSize(16);
  }

  @Test
  void refusesToVerifyWhatWasChangedOrIsNotSigned() throws Exception {
    register(source);
    String key = temp.resolve("key").toString();
    AtomRun.of("models", "keygen", key);

    AtomRun unsigned =
        models("verify", "churn@1", "--trusted-keys", key + ".pub", "--require-signature");
    assertThat(unsigned.exitCode()).isEqualTo(Atom.FAILURE);
    assertThat(unsigned.err() + unsigned.out()).contains("churn@1 is not signed");

    try (Stream<Path> blobs = Files.list(temp.resolve("registry/blobs/sha256"))) {
      Files.writeString(blobs.findFirst().orElseThrow(), "{}");
    }
    AtomRun changed = models("verify", "churn@1", "--json");
    assertThat(changed.exitCode()).isEqualTo(Atom.FAILURE);
    assertThat(JSON.readTree(changed.out()).get("reason").asText()).contains("weights.json has 2");
  }

  @Test
  void judgesAModelOnRowsWithLabels() throws Exception {
    register(source);

    JsonNode judged = json(models("test", "churn", "--on", rows.toString(), "--json"));

    assertThat(judged.get("rows").asInt()).isEqualTo(200);
    assertThat(judged.get("auc").asDouble()).isEqualTo(1);
    assertThat(judged.get("logLoss").asDouble())
        .isLessThan(judged.get("baseRateLogLoss").asDouble());
    assertThat(models("test", "churn@1", "--on", rows.toString()).out())
        .contains("churn@1 on 200 rows", "AUC 1.0000", "base rate here", "in its manifest");
  }

  @Test
  void comparesTwoVersionsOnTheSameRows() throws Exception {
    register(source);
    register(linear("other", -1.5));

    JsonNode compared =
        json(models("compare", "churn@1", "churn@2", "--on", rows.toString(), "--json"));

    assertThat(compared.get("models").get(0).get("auc").asDouble()).isEqualTo(1);
    assertThat(compared.get("models").get(1).get("auc").asDouble()).isZero();
    assertThat(compared.get("correlation").asDouble()).isLessThan(-0.99);
    assertThat(models("compare", "churn@1", "churn@1", "--on", rows.toString()).out())
        .contains("correlation 1.0000, PSI 0.0000, agreement 1.0000");
  }

  @Test
  void readsTheArraysOfASavedModelFromItself() throws Exception {
    Path exported = Files.createDirectory(temp.resolve("exported"));
    Files.copy(TRAINED, exported.resolve("saved_model.pb"));
    List<String> features = new ArrayList<>();
    JSON.readTree(TRAINED.resolveSibling("../manifest.json").normalize().toFile())
        .get("features")
        .forEach(name -> features.add(name.asText()));
    Path card = temp.resolve("card.yaml");
    Files.writeString(card, "features: " + features + "\nbaseRate: 0.39\n");

    AtomRun registered =
        models(
            "register",
            exported.toString(),
            "--name",
            "purchase_30d",
            "--manifest",
            card.toString());

    assertThat(registered.exitCode()).as(registered.err()).isZero();
    assertThat(registered.out()).contains("purchase_30d@1", "tensorflow", "24 features");
    assertThat(models("show", "purchase_30d").out())
        .contains("features FLOAT32 [-1, 24]", "probability FLOAT32 [-1]", "probability[0]");
    assertThat(models("verify", "purchase_30d").exitCode()).isZero();
  }

  @Test
  void saysWhatIsMissingOrMistyped() throws Exception {
    register(source);

    assertThat(models("show", "chrun").err()).contains("no model chrun", "did you mean churn?");
    assertThat(models("show", "churn@7").err()).contains("no version 7", "there are [1]");
    assertThat(models("lst").exitCode()).isEqualTo(Atom.USAGE);
    assertThat(AtomRun.of("models", "lst").err()).contains("Did you mean list?");
    assertThat(AtomRun.of("models").err()).contains("one of", "register", "keygen", "is missing");
    Path without = Files.createDirectory(temp.resolve("without"));
    assertThat(register(without).err()).contains("model.yaml");
    Files.writeString(without.resolve("model.yaml"), "feature: [a]\nbaseRate: 0.5\n");
    assertThat(register(without).err()).contains("did you mean features?");
    Files.writeString(without.resolve("model.yaml"), "features: [a]\nbaseRate: 0.5\n");
    assertThat(register(without).err()).contains("say --engine, one of");
    assertThat(models("test", "churn", "--on", temp.resolve("none").toString()).err())
        .contains("atom training-set --format avro");
    assertThat(register(source, "--version-number", "1").err()).contains("register churn@2");
  }
}
