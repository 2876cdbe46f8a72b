package io.atomstreams.pipelines.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Outcome;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import io.atomstreams.pipelines.training.TrainingOutcome.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingWorkerTest {

  private static final Path CONF = Path.of("..", "flink-conf");
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long START = 1_767_225_600_000L;

  private final FeatureList features =
      ScoringConfig.read(CONF.resolve("pipelines").resolve("scoring.yaml")).features();

  @TempDir Path root;
  private int logsRead;

  /** Half of the customers order every 20 days, the others every 45. */
  private List<FeatureRecord> log() {
    logsRead++;
    List<FeatureRecord> log = new ArrayList<>();
    for (int day = 0; day < 400; day++) {
      for (int customer = 0; customer < 60; customer++) {
        if ((day + customer) % (customer % 2 == 0 ? 20 : 45) == 0) {
          float[] vector = new float[features.size()];
          vector[0] = customer % 2;
          long ts = START + day * DAY;
          log.add(
              LogRecords.record(
                  "c" + customer,
                  "order_placed",
                  ts,
                  ts,
                  Outcome.SCORED,
                  features.hash(),
                  log.size(),
                  vector));
        }
      }
    }
    return log;
  }

  private TrainingWorker worker(InstantSource clock) {
    return new TrainingWorker(
        features, id -> LabelFile.read(CONF, id), this::log, ModelRegistry.at(root), clock);
  }

  private static InstantSource still() {
    return InstantSource.fixed(Instant.ofEpochMilli(START));
  }

  private static TrainingRequest request(String id, String architecture, String label) {
    return new TrainingRequest(
        id,
        "purchase_30d",
        architecture,
        label,
        Optional.empty(),
        Optional.empty(),
        7,
        600,
        4,
        5,
        "anna");
  }

  @Test
  void registersTheNextVersionWithTheRequestInItsLineage() {
    TrainingWorker worker = worker(still());

    TrainingOutcome outcome = worker.answer(request("r1", "mlp", "purchase_30d"), epoch -> {});

    assertThat(outcome.reason()).isEmpty();
    assertThat(outcome.status()).isEqualTo(Status.TRAINED);
    assertThat(outcome.version()).isEqualTo(1);
    assertThat(outcome.rows()).isBetween(100L, 600L);
    ModelManifest manifest = ModelRegistry.at(root).manifest(new ModelRef("purchase_30d", 1));
    assertThat(manifest.lineage().command()).isEqualTo("atom training-worker, request r1 by anna");
    assertThat(manifest.lineage().seed()).isEqualTo(7);
    assertThat(outcome.metrics()).isEqualTo(manifest.metrics());
    assertThat(manifest.metrics().get(0).value()).isGreaterThan(0.95);
  }

  @Test
  void answersTheSameRequestWithTheSameVersion() {
    TrainingWorker worker = worker(still());

    TrainingOutcome first = worker.answer(request("r1", "mlp", "purchase_30d"), epoch -> {});
    TrainingOutcome again = worker.answer(request("r1", "mlp", "purchase_30d"), epoch -> {});
    TrainingOutcome other = worker.answer(request("r2", "mlp", "purchase_30d"), epoch -> {});

    assertThat(again).isEqualTo(first);
    assertThat(other.version()).isEqualTo(2);
    assertThat(logsRead).isEqualTo(2);
  }

  @Test
  void endsInTimeWithTheBestSoFar() {
    List<Integer> epochs = new ArrayList<>();
    Instant[] now = {Instant.ofEpochMilli(START)};
    TrainingRequest request = request("r1", "mlp", "purchase_30d");

    TrainingOutcome outcome =
        worker(() -> now[0])
            .answer(
                request,
                epoch -> {
                  epochs.add(epoch.number());
                  now[0] = now[0].plus(Duration.ofMinutes(3));
                });

    assertThat(outcome.status()).isEqualTo(Status.TRAINED);
    assertThat(epochs).containsExactly(1, 2);
  }

  @Test
  void refusesWhatCannotBeCarriedOutWithItsReason() {
    TrainingWorker worker = worker(still());

    assertThat(worker.answer(request("r1", "lstm", "purchase_30d"), epoch -> {}).reason())
        .isEqualTo("architecture lstm does not take the rows of a feature log; ask for mlp");
    assertThat(worker.answer(request("r1", "mpl", "purchase_30d"), epoch -> {}).reason())
        .isEqualTo("mpl is no architecture; did you mean mlp?");
    TrainingOutcome label = worker.answer(request("r1", "mlp", "purchase_3d"), epoch -> {});
    assertThat(label.status()).isEqualTo(Status.REFUSED);
    assertThat(label.reason()).contains("there is no label 'purchase_3d'", "purchase_30d");
    TrainingRequest short100 =
        new TrainingRequest(
            "r1",
            "purchase_30d",
            "mlp",
            "purchase_30d",
            Optional.empty(),
            Optional.of(Instant.ofEpochMilli(START + 40 * DAY)),
            7,
            600,
            4,
            5,
            "anna");
    assertThat(worker.answer(short100, epoch -> {}).reason()).contains("none may be empty");
    assertThat(ModelRegistry.at(root).names()).isEmpty();
  }

  @Test
  void saysWhatBroke() {
    TrainingWorker worker =
        new TrainingWorker(
            features,
            id -> LabelFile.read(CONF, id),
            () -> {
              throw new IllegalStateException("the log is gone");
            },
            ModelRegistry.at(root),
            still());

    TrainingOutcome outcome = worker.answer(request("r1", "mlp", "purchase_30d"), epoch -> {});

    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.reason()).isEqualTo("the log is gone");
  }
}
