/**
 * A retailer that does not exist: customers with traits nobody sees, the events they cause, and
 * faults of a stated share.
 *
 * <p>Start with {@link io.atomstreams.pipelines.simulator.RetailSimulator}. {@code Customer} says
 * what differs between customers, {@code CustomerDay} what one does in a day, {@code Checkout} what
 * an order looks like and what follows it, {@code FaultInjector} how the stream is spoilt. The same
 * seed gives the same bytes on every machine: random numbers come from ids ({@code KeyedRandom}),
 * arithmetic from {@link java.lang.StrictMath}, and no clock is read. Imports {@code event} and
 * {@code feed}.
 */
package io.atomstreams.pipelines.simulator;
