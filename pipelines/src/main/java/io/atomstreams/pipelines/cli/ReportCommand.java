package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.feature.FeatureAddition;
import io.atomstreams.operators.feature.FeatureList;
import io.atomstreams.operators.feature.FeatureLists;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.report.Choice;
import io.atomstreams.pipelines.report.Report;
import io.atomstreams.pipelines.report.section.FeatureNames;
import io.atomstreams.pipelines.report.source.Archive;
import io.atomstreams.pipelines.report.source.FileArchive;
import io.atomstreams.pipelines.report.source.TopicArchive;
import io.atomstreams.pipelines.scoring.AddedFeatures;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code atom report}: how an installation is doing, as one page. */
@Command(
    name = "report",
    description = {
      "Reads what the jobs have written, once and as it was committed, and makes one page of it:",
      "throughput, data quality, features, how good the models are by the answers known so far,"
          + " why",
      "they say what they say, drifts, rollouts, learning. One file of HTML that needs no network"
          + " and",
      "no script. Topics are no index: all of the range is read."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom report --bootstrap-server localhost:9092 --last 24h",
      "  atom report --bootstrap-server localhost:9092 --from 2026-03-01T00:00:00Z --out"
          + " march.html",
      "  atom demo --learn --events 1000000 --output out && atom report --input out --out"
          + " demo.html",
      "  atom report --input out --tenant demo --scorer churn --json"
    })
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Where where;

  @Mixin private ReportRange range;

  @Option(names = "--tenant", paramLabel = "TENANT", description = "Only of this tenant.")
  private String tenant;

  @Option(names = "--scorer", paramLabel = "ID", description = "Only of this scorer.")
  private String scorer;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the page (default report.html).")
  private Path out = Path.of("report.html");

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "Directory with pipelines/scoring.yaml: names of topics and features.")
  private Path conf = Home.path("flink-conf");

  @Option(names = "--json", description = "Print the figures as JSON too.")
  private boolean json;

  /** A cluster or a directory. */
  static final class Where {

    @ArgGroup(exclusive = false, multiplicity = "1")
    private Cluster cluster;

    @Option(
        names = "--input",
        paramLabel = "DIR",
        required = true,
        description = "JSON lines, as atom demo --output writes them, instead of topics.")
    private Path input;
  }

  /** As {@link ClusterOptions}, one of two. */
  static final class Cluster {

    @ArgGroup(exclusive = false, multiplicity = "1")
    private ClusterOptions options;
  }

  @Override
  public Integer call() throws IOException {
    Clock clock = Clock.systemUTC();
    Instant now = clock.instant();
    ScoringConfig config = ScoringConfig.read(conf.resolve("pipelines").resolve("scoring.yaml"));
    String prefix = config.kafka().topicPrefix();
    Archive archive;
    FeatureLists lists;
    if (where.input != null) {
      archive = new FileArchive(where.input, prefix);
      lists = new FeatureLists(config.features(), List.of());
    } else {
      Map<String, String> client = where.cluster.options.clientSettings();
      Set<String> names = topics(client);
      archive = new TopicArchive(client, prefix, names);
      lists = lists(config, client, names);
    }
    Choice choice = new Choice(Optional.ofNullable(tenant), Optional.ofNullable(scorer));
    Report report;
    try {
      report = Report.of(archive, range.span(now), choice, names(lists), now);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    byte[] page = report.html().getBytes(StandardCharsets.UTF_8);
    Files.write(out, page);
    say(report, page.length);
    return Atom.SUCCESS;
  }

  private static Set<String> topics(Map<String, String> client) {
    try (TopicAdmin admin = new TopicAdmin(client)) {
      return admin.names();
    }
  }

  private static FeatureLists lists(
      ScoringConfig config, Map<String, String> client, Set<String> onCluster) {
    String prefix = config.kafka().topicPrefix();
    List<FeatureAddition> additions =
        onCluster.contains(Topic.SPECS.in(prefix))
            ? new AddedFeatures(client, prefix, config.features()).read()
            : List.of();
    return new FeatureLists(config.features(), additions);
  }

  /** Of a vector under a list that is not the configuration's, by its place. */
  private static FeatureNames names(FeatureLists lists) {
    return (of, place) -> name(lists, of, place);
  }

  private static String name(FeatureLists lists, FeatureRecord of, int place) {
    if (of.generation() <= lists.last()) {
      FeatureList list = lists.at(of.generation());
      if (list.hash().equals(of.listHash()) && place < list.size()) {
        return list.names().get(place);
      }
    }
    return "no. %d of list %s".formatted(place + 1, of.listHash());
  }

  private void say(Report report, int bytes) {
    PrintWriter to = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    to.printf("%s: %,d bytes, of %,d records%n", out, bytes, report.records());
    to.flush();
    if (json) {
      ObjectNode figures = report.json();
      figures.put("page", out.toString()).put("bytes", bytes);
      spec.commandLine().getOut().println(figures);
      spec.commandLine().getOut().flush();
    }
  }
}
