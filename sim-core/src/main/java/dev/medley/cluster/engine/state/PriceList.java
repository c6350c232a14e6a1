package dev.medley.cluster.engine.state;

/**
 * Prices as plain numbers, in the scenario's currency.
 *
 * @param currency for example EUR
 * @param hostsPerHour all hosts, one hour
 * @param cardsPerHour all offload cards, one hour
 * @param vcpuPerHour one requested core of an instance, one hour
 * @param memoryGibPerHour one requested GiB of an instance, one hour
 * @param egressPerGigabyte 10^9 bytes of responses
 * @param imageEgressPerGigabyte 10^9 bytes of unsigned images beyond what is free
 */
public record PriceList(
    String currency,
    double hostsPerHour,
    double cardsPerHour,
    double vcpuPerHour,
    double memoryGibPerHour,
    double egressPerGigabyte,
    double imageEgressPerGigabyte) {}
