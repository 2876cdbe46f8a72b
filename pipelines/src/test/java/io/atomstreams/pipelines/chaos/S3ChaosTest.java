package io.atomstreams.pipelines.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.chaos.fault.Faults;
import io.atomstreams.pipelines.chaos.load.LoadEvents;
import io.atomstreams.pipelines.chaos.store.ObjectStore;
import io.atomstreams.pipelines.deploy.Distribution;
import io.atomstreams.pipelines.deploy.cluster.LocalCluster;
import io.atomstreams.pipelines.scoring.SecretTraces;
import io.atomstreams.pipelines.settings.Profiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checkpoints on S3 by the shipped profile, and S3 that errs: nothing lost, doubled or altered, no
 * restart but for processes that die, and no credentials where anybody looks.
 */
@Tag("chaos-s3")
@Timeout(1_800)
class S3ChaosTest {

  private static final Path TARGET = Path.of("target");
  private static final Path CONF = Path.of("..", "flink-conf");
  private static final String TOLERABLE = "execution.checkpointing.tolerable-failed-checkpoints";

  private final long seed = Long.getLong("atom.chaos.seed", 1);
  private final int rate = Integer.getInteger("atom.chaos.rate", 3_000);

  static List<String> faults() {
    return Faults.ALL.stream().filter(Faults.Named::needsStore).map(Faults.Named::name).toList();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isExactWhateverTheStoreSays(String fault, @TempDir Path directory) throws Exception {
    ChaosReport report;
    long failed;
    SecretTraces traces;
    try (Scenery scenery = Scenery.build(directory, wanted())) {
      report =
          new ChaosRun(
                  options(Faults.named(fault)),
                  scenery.stage(),
                  scenery.config(),
                  System.out::println)
              .run();
      failed = scenery.stage().checkpoints().orElseThrow().failed();
      ObjectStore store = scenery.store().orElseThrow();
      traces = new SecretTraces(List.of(store.secret()));
      search(traces, scenery.stage().cluster());
    }
    System.out.println(report.text());

    assertThat(report.verdict().problems()).isEmpty();
    assertThat(report.passed()).isTrue();
    assertThat(report.verdict().inputs()).isEqualTo(report.events());
    assertThat(report.incidents()).extracting(Incident::fault).containsOnly(fault);
    assertThat(failed).as("failed checkpoints").isPositive();
    // where nothing dies the job never stops
    assertThat(report.incidents())
        .filteredOn(incident -> incident.fault().equals("s3-slow-down"))
        .allSatisfy(incident -> assertThat(incident.silentMillis()).isLessThan(5_000));
    assertThat(traces.found()).isEmpty();
    assertThat(traces.searched())
        .contains("logs", "settings", "/jobmanager/config", "metrics of taskmanager-1");
  }

  private ChaosRun.Options options(Faults.Named fault) {
    return new ChaosRun.Options(
        Duration.ofSeconds(75), // the start counts: one fault, or two
        0,
        rate,
        new LoadEvents.Options(seed, 20_000, 0.2),
        Duration.ofSeconds(1),
        // what no checkpoint commits while the store is away does not hold the load up
        rate * 90L,
        List.of(fault));
  }

  private static Scenery.Options wanted() {
    return new Scenery.Options(
            CONF,
            Path.of("..", "testdata", "models"),
            Distribution.in(TARGET),
            1,
            2,
            true,
            0,
            false,
            Map.of(TOLERABLE, new Profiles(CONF).settings("standalone").get(TOLERABLE)),
            Optional.empty())
        .onS3(ObjectStore.Programs.in(TARGET));
  }

  private static void search(SecretTraces traces, LocalCluster cluster) throws Exception {
    Path directory = cluster.directory();
    traces.searchFiles("logs", directory.resolve("logs"));
    traces.searchFiles("settings", directory.resolve("conf"));
    traces.searchFiles("commands", directory.resolve("commands"));
    traces.searchFiles("checkpoints", directory.resolve("checkpoints"));
    for (Map.Entry<String, String> process : cluster.metricsUrls().entrySet()) {
      traces.searchPage("metrics of " + process.getKey(), process.getValue());
    }
    List<String> pages =
        List.of("/config", "/jobmanager/config", "/jobmanager/environment", "/jobs/overview");
    for (String page : pages) {
      traces.searchPage(page, cluster.webUrl() + page);
    }
    for (String id : jobs(cluster)) {
      for (String page :
          List.of("", "/config", "/exceptions", "/checkpoints", "/checkpoints/config")) {
        traces.searchPage("/jobs/ID" + page, cluster.webUrl() + "/jobs/" + id + page);
      }
    }
  }

  private static List<String> jobs(LocalCluster cluster) {
    return cluster.rest().get("/jobs/overview").findValuesAsText("jid");
  }
}
