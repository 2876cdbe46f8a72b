package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.pipelines.replay.Comparison;
import io.atomstreams.pipelines.replay.Difference;
import io.atomstreams.pipelines.replay.ReplayReport;
import io.atomstreams.pipelines.replay.ReplayReport.Retained;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints what a replay found, for people or for machines. */
final class ReplayView {

  private final PrintWriter out;
  private final ObjectMapper mapper = new ObjectMapper();

  ReplayView(PrintWriter out) {
    this.out = out;
  }

  /**
   * For people.
   *
   * @param features in the order of the vector
   */
  void text(ReplayReport report, List<String> features) {
    for (Retained retained : report.history()) {
      line(
          "history: %s holds %,d records%s; %,d before them are gone",
          retained.topic(),
          retained.records(),
          retained.records() == 0 ? "" : " since " + Instant.ofEpochMilli(retained.since()),
          retained.gone());
    }
    line(
        "replayed %,d inputs of %,d entities by %s, %,d of them wanted",
        report.inputs(), report.entities(), report.order(), report.written());
    line("outputs %s, dead letters %s", report.outcomes(), report.deadLetters());
    unless(
        report.pending() == 0,
        "left out %,d inputs: what became of them is not committed yet",
        report.pending());
    unless(
        report.unrecorded() == 0,
        "%,d inputs have no record and later ones have, although the topics were read four times",
        report.unrecorded());
    unless(
        report.rewritten() == 0,
        "%,d outputs are recorded more than once: the last one counts",
        report.rewritten());
    unless(
        report.cutEntities() == 0,
        "not compared: %,d inputs of %,d entities that began before what is kept",
        report.notCompared(),
        report.cutEntities());
    report
        .comparison()
        .ifPresentOrElse(
            comparison -> text(comparison, features),
            () -> line("nothing is recorded, so there is nothing to compare with"));
  }

  private void text(Comparison comparison, List<String> features) {
    comparison
        .topics()
        .forEach(
            (topic, counts) ->
                line(
                    "%-12s  same %,d, different %,d, missing %,d, added %,d",
                    topic, counts.same(), counts.different(), counts.missing(), counts.added()));
    unless(
        comparison.otherModels() == 0,
        "not compared: %,d predictions of another version of the model",
        comparison.otherModels());
    unless(
        comparison.notFollowed() == 0,
        "not compared: on %,d records what entities beside the customer said; their order is not followed",
        comparison.notFollowed());
    comparison
        .fields()
        .forEach(
            (field, count) -> {
              if (!features.contains(field)) {
                line("%s differs on %,d records", PrintableBytes.show(field), count);
              }
            });
    for (String feature : features) {
      Long count = comparison.fields().get(feature);
      if (count != null) {
        line("%s differs on %,d of %,d vectors", feature, count, comparison.vectors());
      }
    }
    comparison
        .first()
        .ifPresent(first -> line("first difference: %s", PrintableBytes.show(first.toString())));
  }

  private void unless(boolean quiet, String format, Object... values) {
    if (!quiet) {
      line(format, values);
    }
  }

  private void line(String format, Object... values) {
    out.println("  " + String.format(Locale.ROOT, format, values));
  }

  /** For machines: one object. */
  void json(ReplayReport report) {
    ObjectNode node =
        mapper.createObjectNode().put("order", report.order().name().toLowerCase(Locale.ROOT));
    for (Retained retained : report.history()) {
      node.withArray("history")
          .addObject()
          .put("topic", retained.topic())
          .put("records", retained.records())
          .put("gone", retained.gone())
          .put("since", retained.since());
    }
    node.put("inputs", report.inputs())
        .put("written", report.written())
        .put("entities", report.entities())
        .put("cutEntities", report.cutEntities())
        .put("notCompared", report.notCompared())
        .put("pending", report.pending())
        .put("unrecorded", report.unrecorded())
        .put("rewritten", report.rewritten());
    node.set("outcomes", counts(report.outcomes()));
    node.set("deadLetters", counts(report.deadLetters()));
    report.comparison().ifPresent(comparison -> node.set("comparison", object(comparison)));
    out.println(node);
  }

  private ObjectNode object(Comparison comparison) {
    ObjectNode node = mapper.createObjectNode().put("same", comparison.isSame());
    ObjectNode topics = node.putObject("topics");
    comparison
        .topics()
        .forEach(
            (topic, counts) ->
                topics
                    .putObject(topic)
                    .put("same", counts.same())
                    .put("different", counts.different())
                    .put("missing", counts.missing())
                    .put("added", counts.added()));
    node.put("vectors", comparison.vectors());
    node.set("differing", counts(comparison.fields()));
    node.put("otherModels", comparison.otherModels());
    node.put("notFollowed", comparison.notFollowed());
    comparison.first().ifPresent(first -> node.set("first", object(first)));
    return node;
  }

  private ObjectNode object(Difference first) {
    ObjectNode node =
        mapper
            .createObjectNode()
            .put("topic", first.topic())
            .put("event", first.event())
            .put("entity", first.entity())
            .put("sequence", first.sequence())
            .put("field", first.field())
            .put("recorded", first.recorded())
            .put("replayed", first.replayed());
    node.putObject("source")
        .put("topic", first.source().topic())
        .put("partition", first.source().partition())
        .put("offset", first.source().offset());
    return node;
  }

  private ObjectNode counts(Map<String, Long> counts) {
    ObjectNode node = mapper.createObjectNode();
    counts.forEach(node::put);
    return node;
  }
}
