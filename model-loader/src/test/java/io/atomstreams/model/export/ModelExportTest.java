package io.atomstreams.model.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.ModelSignature;
import io.atomstreams.model.TensorSpec;
import io.atomstreams.model.engine.linear.LinearWeights;
import io.atomstreams.model.onnx.OnnxRun;
import io.atomstreams.model.packaging.ModelPackager;
import io.atomstreams.model.registry.ManifestDraft;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.training.MlpTrainer;
import io.atomstreams.model.training.SyntheticShop;
import io.atomstreams.model.training.TimeSplit;
import io.atomstreams.model.training.TrainingRun;
import io.atomstreams.model.training.TrainingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelExportTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ModelRef LINEAR = new ModelRef("linear_risk", 1);
  private static final ModelRef NETWORK = new ModelRef("purchase_30d", 1);

  @TempDir Path directory;
  private ModelRegistry registry;

  @BeforeEach
  void register() throws IOException {
    registry = ModelRegistry.at(directory.resolve("registry"));
    LinearWeights weights =
        new LinearWeights(
            List.of("orders", "amount", "gap"),
            true,
            List.of(0.5, 3.0, 1.2),
            List.of(1.5, 2.0, 1e-3),
            List.of(0.7, -1.1, 2e-4),
            -0.3);
    Path artifacts = Files.createDirectories(directory.resolve("weights"));
    Files.writeString(artifacts.resolve("weights.json"), weights.toJson());
    registry.register(
        new ManifestDraft(
            LINEAR,
            "linear",
            ModelSignature.probability("features", "probability", weights.features()),
            0.2),
        artifacts);
  }

  private void registerNetwork() {
    TrainingSet set = SyntheticShop.rows(2_000, 3);
    TrainingRun run =
        TrainingRun.run(
            set,
            TimeSplit.byShares(set, 0.6, 0.2, Duration.ZERO),
            new MlpTrainer.Options(List.of(8, 4), 5e-3f, 0, 128, 3, 3, 1),
            epoch -> {});
    new ModelPackager(registry).packNext(NETWORK.name(), run, "atom train");
  }

  private JsonNode parity(ModelRef ref, ExportFormat format) throws IOException {
    ModelExport.Exported exported =
        new ModelExport(registry).export(ref, format, directory.resolve("out"));
    assertThat(exported.files())
        .containsExactly(
            directory.resolve("out").resolve(format.fileName()),
            directory.resolve("out/parity.json"));
    JsonNode parity = JSON.readTree(Files.readString(directory.resolve("out/parity.json")));
    assertThat(parity.required("rows")).hasSize(exported.rows());
    assertThat(parity.required("model").asText()).isEqualTo(ref.toString());
    return parity;
  }

  /** Reads nothing but the two files, as somebody elsewhere would. */
  private void requireParityOfOnnx(ModelRef ref, double tolerance) throws IOException {
    JsonNode parity = parity(ref, ExportFormat.ONNX);
    int width = parity.required("features").size();
    int count = parity.required("rows").size();
    float[] rows = new float[count * width];
    for (int i = 0; i < rows.length; i++) {
      JsonNode value = parity.required("rows").get(i / width).get(i % width);
      rows[i] = value.isNull() ? Float.NaN : value.floatValue();
    }
    double[] scores =
        OnnxRun.of(
                Files.readAllBytes(directory.resolve("out/model.onnx")),
                TensorSpec.floatRows("features", width),
                rows,
                count)
            .get("probability");
    assertThat(parity.required("tolerance").asDouble()).isEqualTo(tolerance);
    for (int row = 0; row < count; row++) {
      double expected = parity.required("expected").get(row).get(0).asDouble();
      assertThat(scores[row]).isCloseTo(expected, within(tolerance));
    }
  }

  @Test
  void writesALinearModelAsOnnx() throws IOException {
    requireParityOfOnnx(LINEAR, 1e-6);
  }

  @Test
  void writesATrainedNetworkAsOnnx() throws IOException {
    registerNetwork();

    requireParityOfOnnx(NETWORK, 1e-5);
  }

  @Test
  void writesALinearModelAsJson() throws IOException {
    JsonNode parity = parity(LINEAR, ExportFormat.JSON);
    JsonNode model = JSON.readTree(Files.readString(directory.resolve("out/model.json")));

    for (int row = 0; row < parity.required("rows").size(); row++) {
      double logit = model.required("intercept").asDouble();
      for (int i = 0; i < 3; i++) {
        JsonNode x = parity.required("rows").get(row).get(i);
        logit += x.isNull() ? 0 : model.get("weights").get(i).asDouble() * scaled(model, x, i);
      }
      assertThat(1 / (1 + Math.exp(-logit)))
          .isCloseTo(parity.get("expected").get(row).get(0).asDouble(), within(1e-6));
    }
  }

  private static double scaled(JsonNode model, JsonNode x, int column) {
    double size = Math.log1p(Math.abs(x.floatValue()));
    double transformed = Math.signum(x.floatValue()) * size;
    double mean = model.required("mean").get(column).asDouble();
    return (transformed - mean) / model.required("scale").get(column).asDouble();
  }

  @Test
  void writesATrainedNetworkAsJson() throws IOException {
    registerNetwork();
    JsonNode parity = parity(NETWORK, ExportFormat.JSON);
    JsonNode model = JSON.readTree(Files.readString(directory.resolve("out/model.json")));

    assertThat(model.required("signedLog").asBoolean()).isTrue();
    for (int row = 0; row < parity.required("rows").size(); row++) {
      double[] values = new double[parity.required("features").size()];
      for (int i = 0; i < values.length; i++) {
        JsonNode x = parity.required("rows").get(row).get(i);
        values[i] = x.isNull() ? 0 : scaled(model, x, i);
      }
      for (JsonNode layer : model.required("layers")) {
        values = through(layer, values);
      }
      assertThat(values[0])
          .isCloseTo(parity.get("expected").get(row).get(0).asDouble(), within(1e-5));
    }
  }

  private static double[] through(JsonNode layer, double[] values) {
    double[] sums = new double[layer.required("outputs").asInt()];
    for (int out = 0; out < sums.length; out++) {
      sums[out] = layer.required("bias").get(out).asDouble();
      for (int in = 0; in < values.length; in++) {
        sums[out] += values[in] * layer.required("kernel").get(in * sums.length + out).asDouble();
      }
      boolean isLast = layer.required("activation").asText().equals("sigmoid");
      sums[out] = isLast ? 1 / (1 + Math.exp(-sums[out])) : Math.max(0, sums[out]);
    }
    return sums;
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThatThrownBy(
            () ->
                new ModelExport(registry)
                    .export(new ModelRef("linear_risk", 2), ExportFormat.JSON, directory))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("no version 2 of model linear_risk");
    assertThatThrownBy(() -> PortableForms.of(LINEAR, "xgboost"))
        .hasMessageContaining("models of engine xgboost cannot be exported; there are linear, mlp");
  }

  @Test
  void refusesAGraphThatWasMadeElsewhere() throws IOException {
    Path graph = Files.createDirectories(directory.resolve("graph"));

    assertThatThrownBy(() -> PortableForms.of(NETWORK, "tensorflow").json(NETWORK, graph))
        .hasMessageContaining("has no portable JSON; write onnx");
    assertThatThrownBy(
            () ->
                PortableForms.of(NETWORK, "tensorflow")
                    .onnx(NETWORK, registry.manifest(LINEAR).signature(), graph))
        .hasMessageContaining("train it again, or export it where it was made");
  }
}
