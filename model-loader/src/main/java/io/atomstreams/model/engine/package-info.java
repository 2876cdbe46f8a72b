/**
 * The list of engines, {@link io.atomstreams.model.engine.Engines}: one package below for each.
 * Adding one is a class and a line in that list; the contract tests walk it.
 *
 * <p>Imports {@code io.atomstreams.model} and the packages below. The role itself is {@link
 * io.atomstreams.model.ModelEngine}.
 */
package io.atomstreams.model.engine;
