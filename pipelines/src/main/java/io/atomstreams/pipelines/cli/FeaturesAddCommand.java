package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.pipelines.backfill.FeatureBackfill;
import io.atomstreams.pipelines.config.YamlDocument;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code atom features add}: features join the running job, with their history. */
@Command(
    name = "add",
    description = {
      "Adds features to the running job, without a restart, and gives them the history they would",
      "have had. They stand at the end of the vector, NaN until their history is there.",
      "SPEC is an entry as under features.list of scoring.yaml, or a list of such."
    })
final class FeaturesAddCommand implements Callable<Integer> {

  private static final long PATIENCE_SECONDS = 120;

  @Spec private CommandSpec spec;

  @Mixin private FeaturesCommand.Declared declared;

  @Mixin private ClusterOptions cluster;

  @Parameters(paramLabel = "SPEC", arity = "0..1", description = "A YAML file.")
  private Path file;

  @Option(
      names = "--resume",
      description = "Finish the last addition, if adding it was interrupted.")
  private boolean resume;

  @Option(
      names = "--partial-history",
      description = {
        "Add them although the topics do not reach back a whole window: they say that they are",
        "ready and are full once the window has passed."
      })
  private boolean partial;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long to wait for the job's answer to each step (default 120).")
  private long patience = PATIENCE_SECONDS;

  @Override
  public Integer call() throws IOException {
    if (resume == (file != null)) {
      throw new ParameterException(
          spec.commandLine(), "atom features add: either SPEC or --resume is needed");
    }
    if (patience < 1) {
      throw new ParameterException(spec.commandLine(), "--patience " + patience + ": at least 1");
    }
    ScoringConfig config = declared.config();
    FeatureBackfill.Options options =
        new FeatureBackfill.Options(
            config, cluster.clientSettings(), partial, Duration.ofSeconds(patience));
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter news = declared.isJson() ? spec.commandLine().getErr() : out;
    FeatureBackfill backfill =
        new FeatureBackfill(
            options,
            Clock.systemUTC(),
            line -> {
              news.println(line);
              news.flush();
            });
    FeatureBackfill.Report report =
        resume ? backfill.resume() : backfill.add(file.toString(), entries());
    if (declared.isJson()) {
      out.println(json(report));
    } else {
      out.printf(Locale.ROOT, "ready: %s%n", String.join(", ", report.features()));
    }
    out.flush();
    return Atom.SUCCESS;
  }

  private JsonNode entries() throws IOException {
    try {
      return YamlDocument.tree(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new IOException("SPEC " + file + ": there is no such file", e);
    }
  }

  private static ObjectNode json(FeatureBackfill.Report report) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("addition", report.addition());
    report.features().forEach(node.putArray("features")::add);
    node.put("events", report.events());
    node.put("entities", report.entities());
    node.put("since", report.since().map(Instant::toString).orElse(null));
    return node;
  }
}
