package io.atomstreams.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.training.TrainedNetwork.Epoch;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainForecastCommandTest {

  @TempDir Path directory;

  private Path series(int days) throws IOException {
    StringBuilder lines = new StringBuilder("series,time,value\n");
    for (int day = 0; day < days; day++) {
      lines
          .append("shop,")
          .append(LocalDate.of(2026, 1, 1).plusDays(day))
          .append(',')
          .append(day == 5 ? "" : 100 + 10 * (day % 7))
          .append('\n');
    }
    return Files.writeString(directory.resolve("series.csv"), lines);
  }

  private AtomRun train(Path series) {
    return AtomRun.of(
        "train-forecast",
        "sales_2d",
        "--series",
        series.toString(),
        "--steps",
        "14",
        "--horizon",
        "2",
        "--validation-from",
        "2026-03-01",
        "--test-from",
        "2026-03-20T00:00:00Z",
        "--models",
        directory.toString());
  }

  @Test
  void trainsAndReportsBesideTheSeasonalNaiveForecast() throws IOException {
    AtomRun run = train(series(110));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .containsPattern("epoch  1   loss [0-9.]+   on the later period [0-9.]+")
        .contains("sales_2d@1, on the last period (30 origins, 2 steps ahead):")
        .containsPattern("seasonal naive +WAPE 0.00 %");
    ModelManifest manifest = ModelRegistry.at(directory).manifest(new ModelRef("sales_2d", 1));
    assertThat(manifest.features()).startsWith("value_lag_14");
    assertThat(manifest.metrics().get(0).name()).isEqualTo("wape");
  }

  @Test
  void namesTheLineThatCannotBeRead() throws IOException {
    Path broken =
        Files.writeString(
            directory.resolve("broken.csv"), "series,time,value\na,2026-01-01,1\na,soon,2\n");

    assertThat(train(broken).err()).contains("broken.csv line 3: {series=a, time=soon, value=2}");
    Path other = Files.writeString(directory.resolve("other.csv"), "id,value\na,1\n");
    assertThat(train(other).err()).contains("has the columns [id, value], must have [series,");
  }

  @Test
  void drawsABarOnATerminalAndALineAnEpochElsewhere() {
    StringWriter screen = new StringWriter();
    Instant[] now = {Instant.EPOCH};
    TrainingBar bar = new TrainingBar(new PrintWriter(screen), true, () -> now[0], 4);
    StringWriter file = new StringWriter();
    TrainingBar plain = new TrainingBar(new PrintWriter(file), false, () -> now[0], 4);

    now[0] = now[0].plusSeconds(30);
    for (TrainingBar each : List.of(bar, plain)) {
      each.learned(1, 50, 100);
      each.learned(1, 60, 100);
      each.finished(new Epoch(1, 0.5, 0.6));
    }

    // an eighth of four epochs in 30 s: seven times as long is left
    assertThat(screen.toString())
        .contains("\r  epoch 1 of at most 4  [###.....................]  at most 3:30 left")
        .endsWith("  epoch  1   loss 0.5000   on the later period 0.6000\n")
        .containsOnlyOnce("left");
    assertThat(file.toString())
        .isEqualTo("  epoch  1   loss 0.5000   on the later period 0.6000\n");
  }

  @Test
  void exportsAForecasterAsOnnxOnly() throws IOException {
    assertThat(train(series(110)).exitCode()).isZero();
    Path edge = directory.resolve("edge");
    CommandLine line =
        new CommandLine(new ModelsExportCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    StringWriter err = new StringWriter();
    line.setErr(new PrintWriter(err));
    String models = directory.toString();

    int code = line.execute("sales_2d@1", "--models", models, "--format", "json", "--to", "x");

    assertThat(code).isNotZero();
    assertThat(err.toString()).contains("has no portable JSON; write onnx");
    assertThat(edge).doesNotExist();
  }
}
