/**
 * Makes the container image's base and layers, and starts what is in the image: build tools, in no
 * product. {@link io.atomstreams.pipelines.image.BaseImage} and {@link
 * io.atomstreams.pipelines.image.ImageLayers} are run by {@code ./mvnw -Pimage package} before Jib
 * puts them together.
 */
package io.atomstreams.pipelines.image;
