package io.atomstreams.pipelines.chaos.fault;

import io.atomstreams.operators.state.CounterRandom;
import io.atomstreams.pipelines.chaos.fault.Stage.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The registry of models is not there for a while, in which the task manager dies: the new one has
 * to score without a model until it finds one, and to say so in every prediction.
 */
record RegistryGone(Duration lasts) implements Fault {

  @Override
  public String befall(Stage stage, CounterRandom random) {
    Path models = stage.modelDirectory();
    Path aside = models.resolveSibling(models.getFileName() + ".aside");
    try {
      Files.move(models, aside);
      try {
        stage.kill(Role.TASK_MANAGER);
        stage.revive();
        Stage.pass(lasts);
      } finally {
        Files.move(aside, models);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the registry cannot be moved: " + e.getMessage(), e);
    }
    return "registry gone for %d s, kill -9 of the taskmanager meanwhile"
        .formatted(lasts.toSeconds());
  }
}
