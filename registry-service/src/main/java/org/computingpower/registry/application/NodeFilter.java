package org.computingpower.registry.application;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.DataProtection;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes are wanted; an absent member asks for nothing.
 *
 * @param listed only nodes that can, or cannot, be ordered now
 * @param provider OIDC subject of the provider
 * @param minRate smallest rating, hashes per second
 * @param maxPricePerSecond highest price, base units
 * @param region the provider's claim
 * @param dataProtection at least this protection
 * @param trustDomain INTEL or SIMULATED
 * @param durationSeconds a term that the offer allows
 */
public record NodeFilter(
        @Nullable Boolean listed,
        @Nullable String provider,
        @Nullable Long minRate,
        @Nullable TokenAmount maxPricePerSecond,
        @Nullable String region,
        @Nullable DataProtection dataProtection,
        @Nullable String trustDomain,
        @Nullable Long durationSeconds) {

    /**
     * One constraint.
     *
     * @param name as in the request
     * @param sql a condition over the node's columns with one {@code %s} for its value; always a constant of this class
     * @param value the value
     */
    public record Condition(String name, String sql, Object value) {}

    /** The constraints that were given. */
    public List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>();
        add(conditions, "listed", "listed = %s", listed);
        add(conditions, "provider", "subject = %s", provider);
        add(conditions, "minRate", "rated >= %s", minRate);
        add(
                conditions,
                "maxPricePerSecond",
                "price_per_second <= %s",
                maxPricePerSecond == null ? null : new BigDecimal(maxPricePerSecond.baseUnits()));
        add(conditions, "region", "region = %s", region);
        add(
                conditions,
                "dataProtection",
                "array_position(array['SIMULATED','GATEWAY_ENCLAVE','WORKLOAD_TEE'], data_protection) >= %s",
                dataProtection == null ? null : dataProtection.code() + 1);
        add(conditions, "trustDomain", "trust_domain = %s", trustDomain);
        add(conditions, "durationSeconds", "%s between min_seconds and max_seconds", durationSeconds);
        return conditions;
    }

    private static void add(List<Condition> conditions, String name, String sql, @Nullable Object value) {
        if (value != null) {
            conditions.add(new Condition(name, sql, value));
        }
    }
}
