package io.atomstreams.pipelines.cli;

import io.atomstreams.operators.rollout.Timeline.Transition;
import io.atomstreams.pipelines.rollout.KafkaModelLog;
import io.atomstreams.pipelines.rollout.ModelRollout;
import io.atomstreams.pipelines.scoring.ScoringConfig;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code atom models withdraw}: a transition that nobody decides is taken back. */
@Command(
    name = "withdraw",
    description = {
      "Takes back the transition that is under way: one that was asked for and left, or that no job",
      "answers. Without effect on one that is decided meanwhile."
    },
    footer = {"", "Example:", "  atom models withdraw --bootstrap-server localhost:9092"})
final class ModelsWithdrawCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private FeaturesCommand.Declared declared;
  @Mixin private ClusterOptions cluster;
  @Mixin private ScorerChoice choice;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
  private String reason = "withdrawn";

  @Override
  public Integer call() throws IOException {
    ScoringConfig config = declared.config();
    String scorer = choice.of(config).id();
    KafkaModelLog log = new KafkaModelLog(cluster.clientSettings(), config.kafka().topicPrefix());
    try (ModelRollout rollout = new ModelRollout(scorer, log, Clock.systemUTC())) {
      Transition pending =
          rollout
              .timeline()
              .pending()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no transition of %s is under way".formatted(scorer)));
      Transition ended = rollout.withdraw(pending.request().number(), reason);
      spec.commandLine()
          .getOut()
          .println(
              ended
                  .abandoned()
                  .map(why -> "transition " + ended.request().number() + " is taken back")
                  .orElse("it was decided meanwhile; see atom models status"));
      spec.commandLine().getOut().flush();
      return ended.abandoned().isPresent() ? Atom.SUCCESS : Atom.FAILURE;
    }
  }
}
