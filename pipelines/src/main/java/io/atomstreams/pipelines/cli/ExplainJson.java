package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.model.DecisionPaths;
import io.atomstreams.model.explain.LocalSurrogate;
import io.atomstreams.model.registry.ModelManifest;
import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.Prediction;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.pipelines.explain.Contributions;
import io.atomstreams.pipelines.explain.PredictionCase;
import io.atomstreams.pipelines.explain.Testimony;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** Why a prediction says what it says, for machines: one object; what is missing is absent. */
final class ExplainJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PredictionCase found;
  private final Testimony testimony;
  private final Map<SourcePosition, byte[]> inputs;

  ExplainJson(PredictionCase found, Testimony testimony, Map<SourcePosition, byte[]> inputs) {
    this.found = found;
    this.testimony = testimony;
    this.inputs = inputs;
  }

  ObjectNode object() {
    ObjectNode node = JSON.createObjectNode();
    prediction(node.putObject("prediction"));
    testimony.manifest().ifPresent(manifest -> model(manifest, node.putObject("model")));
    testimony
        .isSameScore(found.prediction())
        .ifPresent(
            same ->
                node.putObject("recomputed")
                    .put("probability", (float) testimony.recomputed().orElseThrow())
                    .put("same", same));
    testimony.contributions().ifPresent(all -> contributions(all, node.putObject("contributions")));
    testimony.paths().forEach(path -> path(path, node.withArray("paths").addObject()));
    testimony.surrogate().ifPresent(near -> surrogate(near, node.putObject("surrogate")));
    node.put("earlierEvents", found.earlier());
    ArrayNode events = node.putArray("events");
    found.events().forEach(event -> event(event, events.addObject()));
    ArrayNode notes = node.putArray("notes");
    testimony.missing().forEach(notes::add);
    return node;
  }

  private void prediction(ObjectNode node) {
    Prediction prediction = found.prediction();
    node.put("id", prediction.id())
        .put("topic", found.topic())
        .put("tenant", prediction.tenant())
        .put("entity", prediction.entity())
        .put("scorer", prediction.scorer())
        .put("probability", prediction.probability())
        .put("baseRate", prediction.baseRate())
        .put("modelVersion", prediction.modelVersion())
        .put("modelDigest", prediction.modelDigest())
        .put("insteadOf", prediction.insteadOf())
        .put("role", prediction.role().word())
        .put("specHash", prediction.specHash())
        .put("listHash", prediction.listHash())
        .put("sequence", prediction.sequence())
        .put("ts", prediction.ts());
    source(prediction.source(), node);
  }

  private static void source(SourcePosition source, ObjectNode node) {
    node.putObject("source")
        .put("topic", source.topic())
        .put("partition", source.partition())
        .put("offset", source.offset());
  }

  private void model(ModelManifest manifest, ObjectNode node) {
    node.put("engine", manifest.engine())
        .put("digest", manifest.digest())
        .put("sameDigest", Testimony.isSameModel(manifest, found.prediction()));
    manifest
        .data()
        .forEach(
            period ->
                node.withArray("data")
                    .addObject()
                    .put("use", period.use())
                    .put("from", period.from().toString())
                    .put("to", period.to().toString()));
    manifest
        .metrics()
        .forEach(
            metric ->
                node.withArray("metrics")
                    .addObject()
                    .put("name", metric.name())
                    .put("value", metric.value())
                    .put("baseline", metric.baseline())
                    .put("baselineName", metric.baselineName())
                    .put("on", metric.on()));
  }

  private static void contributions(Contributions all, ObjectNode node) {
    node.put("stored", all.isStored())
        .put("method", all.method())
        .put("exact", all.isExact())
        .put("link", all.link().name().toLowerCase(Locale.ROOT))
        .put("base", all.base());
    for (Contributions.Part part : all.parts()) {
      ObjectNode one = node.withArray("features").addObject().put("name", part.feature());
      value(one, part.value());
      one.put("contribution", part.contribution()).put("scoreSoFar", part.probability());
    }
  }

  private static void value(ObjectNode node, float value) {
    if (Float.isFinite(value)) {
      node.put("value", value);
    } else {
      node.putNull("value");
    }
  }

  private static void path(DecisionPaths.Path path, ObjectNode node) {
    node.put("tree", path.tree()).put("nodes", path.nodes()).put("added", path.added());
    ArrayNode steps = node.putArray("steps");
    for (DecisionPaths.Step step : path.steps()) {
      ObjectNode one = steps.addObject().put("feature", step.feature());
      value(one, step.value());
      one.put("threshold", step.threshold()).put("below", step.isBelow());
    }
  }

  private static void surrogate(LocalSurrogate.Explanation near, ObjectNode node) {
    node.put("fidelity", near.fidelity())
        .put("link", near.link().name().toLowerCase(Locale.ROOT))
        .put("intercept", near.intercept())
        .put("score", near.score());
    for (int i = 0; i < near.features().size(); i++) {
      node.withArray("features")
          .addObject()
          .put("name", near.features().get(i))
          .put("coefficient", near.coefficients().get(i))
          .put("effect", near.effects().get(i));
    }
  }

  private void event(FeatureRecord event, ObjectNode node) {
    node.put("ts", event.ts())
        .put("type", event.type())
        .put("eventId", event.eventId())
        .put("outcome", event.outcome().name().toLowerCase(Locale.ROOT))
        .put("sequence", ExplainReport.sequence(event, found.prediction().entity()));
    source(event.source(), node);
    byte[] raw = inputs.get(event.source());
    if (raw != null) {
      node.put("raw", new String(raw, StandardCharsets.UTF_8));
    }
  }
}
