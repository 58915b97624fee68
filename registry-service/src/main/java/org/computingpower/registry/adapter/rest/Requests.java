package org.computingpower.registry.adapter.rest;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import org.computingpower.events.AccountRole;
import org.computingpower.events.DeviceKind;
import org.computingpower.terms.Address;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.key.VerifyingKey;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.Offer;
import org.computingpower.terms.signed.PolicyActivation;
import org.jspecify.annotations.Nullable;

/** Bodies of requests; docs/api.md. */
final class Requests {
    private Requests() {}

    record RegisterAccount(@NotNull AccountRole role) {}

    record BindWallet(
            @NotBlank @Size(max = 2000) String message,
            @NotNull Signature signature) {}

    record EnterValidator(@NotNull Address address, @NotNull URI url) {}

    record DeviceEntry(
            @PositiveOrZero @Max(65_535) int device,
            @NotNull DeviceKind kind,
            @NotBlank @Size(max = 100) String model,
            @Positive @Max(1_000_000_000_000_000L) long advertisedRate) {}

    record RegisterNode(
            @NotNull VerifyingKey publicKey,
            @NotNull URI gatewayOrigin,
            @NotNull Address stakeAccount,
            @NotNull Address payee,
            @NotBlank @Pattern(regexp = "[a-z0-9-]{1,40}") String region,
            @Min(1) @Max(9_999) @Nullable Integer sharedPhiBps,
            @NotEmpty @Size(max = 64) List<@NotNull @Valid DeviceEntry> devices,
            @NotNull Signature possession) {}

    record PutOffer(@NotNull Offer offer, @NotNull Signature signature) {}

    record PatchNode(
            @Nullable Boolean maintenance,
            @Nullable URI gatewayOrigin,
            @Min(0) @Max(9_999) @Nullable Integer sharedPhiBps) {}

    record RateNode(@Nullable @Size(min = 1, max = 64) List<@NotNull @Valid DeviceEntry> devices) {}

    record Search(
            @Nullable Boolean listed,
            @Nullable String provider,
            @Nullable Long minRate,
            @Nullable TokenAmount maxPricePerSecond,
            @Nullable String region,
            @Nullable DataProtection dataProtection,
            @Nullable String trustDomain,
            @Nullable Long durationSeconds) {}

    record ActivatePolicy(
            @NotBlank @Size(max = 100_000) String document,
            @NotNull PolicyActivation activation,
            @NotEmpty @Size(max = 100) List<@NotNull Signature> signatures) {}
}
