package io.atomstreams.model.export;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.atomstreams.model.ModelException;
import io.atomstreams.model.ModelRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

/** One file among those of a model. */
record ModelFile(ModelRef ref, Path path) {

  static final JsonMapper MAPPER = JsonMapper.builder().build();

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

  /**
   * What a reader makes of the text.
   *
   * @throws ModelException naming the model, if the reader refuses it
   */
  <T> T as(Function<String, T> reader) {
    String text = new String(bytes(), StandardCharsets.UTF_8);
    try {
      return reader.apply(text);
    } catch (ModelException e) {
      throw new ModelException("model %s: %s".formatted(ref, e.getMessage()), e);
    }
  }
}
