package io.atomstreams.model.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** One file among those of a model. */
record ModelFile(ModelRef ref, Path path) {

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();

  boolean exists() {
    return Files.isRegularFile(path);
  }

  byte[] bytes() {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new ModelException(
          "model %s: there is no %s among its files".formatted(ref, path.getFileName()), e);
    } catch (IOException e) {
      throw new ModelException("model %s: cannot read %s: %s".formatted(ref, path, e), e);
    }
  }

  <T> T as(Class<T> type) {
    try {
      return MAPPER.readValue(bytes(), type);
    } catch (JsonProcessingException e) {
      throw new ModelException(
          "model %s: %s is not what its name says: %s"
              .formatted(ref, path.getFileName(), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new ModelException("model %s: cannot read %s: %s".formatted(ref, path, e), e);
    }
  }
}
