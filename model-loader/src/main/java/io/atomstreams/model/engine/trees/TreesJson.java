package io.atomstreams.model.engine.trees;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.model.ModelException;
import java.util.List;

/** An ensemble as JSON. A key that nobody reads, or that stands twice, is refused. */
final class TreesJson {

  static final String FORMAT = "trees/1";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  private TreesJson() {}

  /** The file as it stands: the ensemble, and which form it is written in. */
  private record Document(
      String format,
      List<String> features,
      EnsembleLink link,
      List<Double> base,
      List<Tree> trees) {}

  static String write(TreeEnsemble ensemble) {
    try {
      return MAPPER.writeValueAsString(
              new Document(
                  FORMAT, ensemble.features(), ensemble.link(), ensemble.base(), ensemble.trees()))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an ensemble is plain data and can always be written", e);
    }
  }

  static TreeEnsemble read(String json) {
    try {
      Document document = MAPPER.readValue(json, Document.class);
      return ensemble(document);
    } catch (JsonProcessingException e) {
      String reason =
          e.getCause() instanceof ModelException misfit
              ? misfit.getMessage()
              : e.getOriginalMessage();
      throw new ModelException("not an ensemble of trees: " + reason, e);
    } catch (ModelException | NullPointerException e) {
      throw new ModelException("not an ensemble of trees: " + e.getMessage(), e);
    }
  }

  private static TreeEnsemble ensemble(Document document) {
    String format = document == null ? null : document.format();
    if (!FORMAT.equals(format)) {
      throw new ModelException("the format is %s, only %s is read".formatted(format, FORMAT));
    }
    return new TreeEnsemble(
        document.features(), document.link(), document.base(), document.trees());
  }
}
