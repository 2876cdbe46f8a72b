package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.rollout.Lineup;
import io.atomstreams.operators.rollout.RolloutEntry.Request;
import io.atomstreams.operators.rollout.Timeline;
import io.atomstreams.operators.rollout.Timeline.Transition;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import io.atomstreams.pipelines.rollout.ModelRollout;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code atom models status}: which models score, and how that came about. */
@Command(
    name = "status",
    description = "Shows which models score which events, and every transition that led there.",
    footer = {"", "Example:", "  atom models status --bootstrap-server localhost:9092"})
final class ModelsStatusCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private FeaturesCommand.Declared declared;
  @Mixin private ClusterOptions cluster;
  @Mixin private ScorerChoice choice;

  @Override
  public Integer call() throws IOException {
    ScoringConfig config = declared.config();
    KafkaModelLog log = new KafkaModelLog(cluster.clientSettings(), config.kafka().topicPrefix());
    Timeline timeline;
    try (ModelRollout rollout = new ModelRollout(choice.of(config).id(), log, Clock.systemUTC())) {
      timeline = rollout.timeline();
    }
    PrintWriter out = spec.commandLine().getOut();
    if (declared.isJson()) {
      out.println(json(timeline));
    } else {
      print(timeline, out);
    }
    out.flush();
    return Atom.SUCCESS;
  }

  private static void print(Timeline timeline, PrintWriter out) {
    Lineup now = timeline.lineup();
    out.println("champion  " + name(now.champion().orElse(null), "none: the base rate"));
    out.println("stands by " + name(now.standby().orElse(null), "none"));
    out.println(
        "canary    "
            + now.canary().map(canary -> canary.model() + ", " + ramp(canary)).orElse("none"));
    out.println("shadow    " + name(now.shadow().orElse(null), "none"));
    out.println();
    new TreeMap<>(timeline.versions())
        .forEach((ref, version) -> out.printf("%-24s %s%n", ref, version.stage().word()));
    out.println();
    for (Transition transition : timeline.decided()) {
      out.println(line(transition));
    }
    timeline.pending().ifPresent(transition -> out.println(line(transition)));
  }

  private static String name(ModelRef ref, String none) {
    return ref == null ? none : ref.toString();
  }

  private static String ramp(Lineup.Canary canary) {
    return "%s %% of the entities, a step each %d s of event time, since %s"
        .formatted(
            canary.ramp().percents(),
            canary.ramp().stepMillis() / 1000,
            ModelsTransition.since(canary.since()));
  }

  private static String line(Transition transition) {
    Request request = transition.request();
    String outcome =
        transition
            .activation()
            .map(activation -> "for " + ModelsTransition.since(activation.effectiveFrom()))
            .or(() -> transition.abandoned().map(why -> "not done: " + why))
            .orElse("under way, " + transition.promises().size() + " subtasks have answered");
    String why = request.reason().isEmpty() ? "" : " (" + request.reason() + ")";
    return "%3d %-8s %-20s by %s%s: %s"
        .formatted(
            request.number(), request.move().word(), request.model(), request.by(), why, outcome);
  }

  private static ObjectNode json(Timeline timeline) {
    ObjectNode node = new ObjectMapper().createObjectNode();
    Lineup now = timeline.lineup();
    now.champion().ifPresent(ref -> node.put("champion", ref.toString()));
    now.standby().ifPresent(ref -> node.put("standby", ref.toString()));
    now.canary().ifPresent(canary -> node.put("canary", canary.model().toString()));
    now.shadow().ifPresent(ref -> node.put("shadow", ref.toString()));
    ObjectNode versions = node.putObject("versions");
    new TreeMap<>(timeline.versions())
        .forEach((ref, version) -> versions.put(ref.toString(), version.stage().word()));
    for (Transition transition : timeline.decided()) {
      ObjectNode one = node.withArray("transitions").addObject();
      one.put("number", transition.request().number());
      one.put("move", transition.request().move().word());
      one.put("model", transition.request().model().toString());
      one.put("by", transition.request().by());
      one.put("reason", transition.request().reason());
      transition.activation().ifPresent(a -> one.put("effectiveFrom", a.effectiveFrom()));
      transition.abandoned().ifPresent(reason -> one.put("abandoned", reason));
    }
    return node;
  }
}
