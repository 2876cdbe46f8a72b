package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.ModelRef;
import io.atomstreams.model.registry.ModelRegistry;
import io.atomstreams.model.serving.WarmModels;
import io.atomstreams.operators.flink.ModelStores;
import io.atomstreams.operators.rollout.Move;
import io.atomstreams.operators.rollout.Ramp;
import io.atomstreams.operators.rollout.RolloutEntry.Acknowledged;
import io.atomstreams.operators.rollout.RolloutEntry.Activation;
import io.atomstreams.operators.rollout.Stage;
import io.atomstreams.operators.rollout.Timeline.Transition;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import io.atomstreams.pipelines.rollout.ModelRollout;
import io.atomstreams.pipelines.scoring.AddedFeatures;
import io.atomstreams.pipelines.scoring.ScorerConfig;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Asks the running job for a transition, and waits until every scoring subtask has the version warm
 * and it is decided from which event time on it is in force.
 */
abstract class ModelsTransition implements Callable<Integer> {

  private static final long PATIENCE_SECONDS = 60;

  @Spec private CommandSpec spec;
  @Mixin private FeaturesCommand.Declared declared;
  @Mixin private ClusterOptions cluster;
  @Mixin private ScorerChoice choice;

  @Option(
      names = "--models",
      paramLabel = "LOCATION",
      description = "The registry: a directory or a URI; else as scoring.yaml says.")
  private String models;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
  private String reason = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who asks, for the record; else the user's name.")
  private String by = System.getProperty("user.name", "unknown");

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      description = "How long to wait for the job (default 60); then it is taken back.")
  private long patience = PATIENCE_SECONDS;

  /** What is asked for. */
  abstract Move move();

  /** Of which version. */
  abstract ModelRef model(ModelRollout rollout);

  /** Of a canary. */
  Ramp ramp() {
    return null;
  }

  /** Whether no job is asked: a first champion for all events. */
  boolean isFirst() {
    return false;
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    if (patience < 1) {
      throw new ParameterException(spec.commandLine(), "--patience " + patience + ": at least 1");
    }
    ScoringConfig config = declared.config();
    ScorerConfig scorer = choice.of(config);
    Map<String, String> client = cluster.clientSettings();
    String prefix = config.kafka().topicPrefix();
    try (ModelRollout rollout =
        new ModelRollout(scorer.id(), new KafkaModelLog(client, prefix), Clock.systemUTC())) {
      ModelRef model = model(rollout);
      verify(rollout, model, config, scorer, client);
      if (isFirst()) {
        rollout.first(model, by, reason);
        return report(rollout.timeline().decided().get(rollout.timeline().decided().size() - 1));
      }
      int number = rollout.request(move(), model, ramp(), by, reason).request().number();
      say("transition %d of %s: %s %s", number, scorer.id(), move().word(), model);
      Optional<Transition> decided = rollout.await(number, Duration.ofSeconds(patience));
      return report(
          decided.orElseGet(
              () ->
                  rollout.withdraw(
                      number,
                      "no scoring job has answered within %d s; is one running on these topics?"
                          .formatted(patience))));
    }
  }

  /** A version that nobody has verified yet is verified now, as a subtask would. */
  private void verify(
      ModelRollout rollout,
      ModelRef model,
      ScoringConfig config,
      ScorerConfig scorer,
      Map<String, String> client) {
    Stage stage = rollout.timeline().stage(model);
    if (stage != null && stage != Stage.REGISTERED) {
      return;
    }
    String location = models == null ? Home.location(scorer.serving().models()) : models;
    ModelRegistry registry = ModelStores.open(scorer.serving().withModels(location));
    ScoringConfig whole =
        config.with(new AddedFeatures(client, config.kafka().topicPrefix(), config.features()));
    try (WarmModels warm = new WarmModels(registry)) {
      String digest = warm.warm(model, whole.features().names()).manifest().digest();
      rollout.note(model, digest, Stage.VERIFIED, by);
    }
    say("%s verified: files, features and golden vectors", model);
  }

  private void say(String text, Object... values) {
    if (!declared.isJson()) {
      spec.commandLine().getOut().printf(text + "%n", values);
      spec.commandLine().getOut().flush();
    }
  }

  private int report(Transition decided) {
    PrintWriter out = spec.commandLine().getOut();
    if (declared.isJson()) {
      out.println(json(decided));
    } else if (decided.activation().isPresent()) {
      Activation activation = decided.activation().get();
      if (!activation.acknowledged().isEmpty()) {
        out.println("warm on " + warm(activation));
      }
      out.println("in force for " + since(activation.effectiveFrom()));
    } else {
      spec.commandLine().getErr().println("not done: " + decided.abandoned().orElse(""));
      spec.commandLine().getErr().flush();
    }
    out.flush();
    return decided.activation().isPresent() ? Atom.SUCCESS : Atom.FAILURE;
  }

  private static String warm(Activation activation) {
    return activation.acknowledged().stream()
        .map(one -> "subtask %d (%d ms)".formatted(one.subtask(), one.stagedMillis()))
        .collect(Collectors.joining(", "));
  }

  /** In words. */
  static String since(long effectiveFrom) {
    return effectiveFrom == Long.MIN_VALUE
        ? "all events"
        : "events from " + Instant.ofEpochMilli(effectiveFrom) + " on";
  }

  private static ObjectNode json(Transition decided) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("number", decided.request().number());
    node.put("move", decided.request().move().word());
    node.put("model", decided.request().model().toString());
    node.put("inForce", decided.activation().isPresent());
    decided
        .activation()
        .ifPresent(
            activation -> {
              node.put("effectiveFrom", activation.effectiveFrom());
              for (Acknowledged one : activation.acknowledged()) {
                node.withArray("acknowledged")
                    .addObject()
                    .put("subtask", one.subtask())
                    .put("stagedMillis", one.stagedMillis());
              }
            });
    decided.abandoned().ifPresent(why -> node.put("reason", why));
    return node;
  }

  /** The version that was named on the command line. */
  ModelRef named(String text) {
    try {
      return ModelRef.parse(text);
    } catch (RuntimeException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
