package io.atomstreams.model.engine.flinkml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One stage as Flink ML saves it: a file {@code metadata} with {@code className} and {@code
 * paramMap} as JSON, part files with the model's data in {@code data}, and of a pipeline the number
 * of stages, each in a directory {@code stages/i}.
 *
 * @param className of the stage, fully qualified
 * @param metadata the whole of it
 */
record SavedStage(String className, JsonNode metadata, Path directory) {

  static final String METADATA = "metadata";

  private static final String PACKAGE = "org.apache.flink.ml.";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
          .build();

  static SavedStage read(Path directory) {
    Path file = directory.resolve(METADATA);
    try {
      JsonNode metadata = MAPPER.readTree(Files.readString(file));
      String className = metadata.path("className").asText("");
      if (!className.startsWith(PACKAGE)) {
        throw new ModelException(
            "%s names the class '%s'; it was not saved by Flink ML".formatted(file, className));
      }
      return new SavedStage(className, metadata, directory);
    } catch (JsonProcessingException e) {
      throw new ModelException(file + " is no metadata: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelException("engine flinkml needs " + METADATA + " in " + directory, e);
    }
  }

  /** The class's name without its package. */
  String kind() {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  /** The stages of a pipeline, in order. */
  List<SavedStage> stages() {
    int count = metadata.path("numStages").asInt(0);
    if (count < 1) {
      throw new ModelException(directory + " is a pipeline without stages");
    }
    int digits = Integer.toString(count).length();
    return Stream.iterate(0, i -> i + 1)
        .limit(count)
        .map(i -> String.format(Locale.ROOT, "%0" + digits + "d", i))
        .map(name -> read(directory.resolve("stages").resolve(name)))
        .toList();
  }

  String text(String param, String otherwise) {
    return metadata.path("paramMap").path(param).asText(otherwise);
  }

  boolean flag(String param, boolean otherwise) {
    return metadata.path("paramMap").path(param).asBoolean(otherwise);
  }

  /** The part files with something in them, by name; hidden ones are not finished. */
  List<ModelBytes> data() {
    Path data = directory.resolve("data");
    try (Stream<Path> found = Files.list(data)) {
      List<Path> files =
          found
              .filter(Files::isRegularFile)
              .filter(file -> !file.getFileName().toString().startsWith("."))
              .filter(file -> !file.getFileName().toString().startsWith("_"))
              .sorted()
              .toList();
      List<ModelBytes> parts =
          files.stream().map(ModelBytes::read).filter(ModelBytes::hasMore).toList();
      if (parts.isEmpty()) {
        throw new ModelException(data + " holds no model data; save the model again");
      }
      return parts;
    } catch (IOException e) {
      throw new ModelException("cannot list " + data + "; save the model with its data", e);
    }
  }

  /** The data of a model that has one record. */
  ModelBytes onlyPart() {
    List<ModelBytes> parts = data();
    if (parts.size() > 1) {
      throw new ModelException(
          "%s has %d files of model data, one is expected; save one version of the model"
              .formatted(directory, parts.size()));
    }
    return parts.get(0);
  }
}
