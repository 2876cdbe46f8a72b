package io.atomstreams.model.badmodel;

import java.nio.file.Path;

/**
 * A model that must not serve.
 *
 * @param name what is wrong with it
 * @param reason a pattern that must be found in the refusal
 * @param attempt to register or to stage it, in an empty directory; throws ModelException
 */
record BadModel(String name, String reason, Attempt attempt) {

  interface Attempt {
    void make(Path empty) throws Exception;
  }
}
