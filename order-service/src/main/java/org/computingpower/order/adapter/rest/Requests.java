package org.computingpower.order.adapter.rest;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.net.URI;
import org.computingpower.kit.rest.Problem;
import org.computingpower.order.application.NodeStore.Wanted;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.NodeId;
import org.computingpower.terms.Signature;
import org.computingpower.terms.TokenAmount;
import org.computingpower.terms.signed.Acceptance;
import org.computingpower.terms.signed.Cancel;
import org.computingpower.terms.signed.DataProtection;
import org.computingpower.terms.signed.DeploymentStatus;
import org.computingpower.terms.signed.Mode;
import org.jspecify.annotations.Nullable;

/** Bodies of requests; docs/api.md. */
final class Requests {
    static final int URL_LIMIT = 2_000;
    static final int DETAIL_LIMIT = 2_000;

    private Requests() {}

    record Constraints(
            @PositiveOrZero @Nullable Long minRate,
            @Nullable TokenAmount maxPricePerSecond,
            @Pattern(regexp = "[a-z0-9-]{1,40}") @Nullable String region,
            @Nullable DataProtection dataProtection) {
        static final Constraints NONE = new Constraints(null, null, null, null);
    }

    record QuoteRequest(
            @Nullable NodeId nodeId,
            @Valid @Nullable Constraints constraints,
            @Positive long durationSeconds,
            @NotNull Address user,
            @Nullable Mode mode) {
        Wanted wanted(long offerValidUntil) {
            Constraints all = constraints == null ? Constraints.NONE : constraints;
            Mode wantedMode = mode == null ? Mode.EXCLUSIVE : mode;
            if (wantedMode != Mode.EXCLUSIVE && wantedMode != Mode.SHARED) {
                throw Problem.invalid("mode is EXCLUSIVE or SHARED.");
            }
            return new Wanted(
                    nodeId,
                    all.minRate(),
                    all.maxPricePerSecond(),
                    all.region(),
                    all.dataProtection(),
                    durationSeconds,
                    offerValidUntil,
                    wantedMode);
        }
    }

    record SignRequest(@NotNull Signature signature) {}

    record AcceptRequest(
            @NotNull Acceptance acceptance, @NotNull Signature signature) {}

    /** Control characters are refused: people read the reason in terminals. */
    record RejectRequest(
            @Size(max = DETAIL_LIMIT) @Pattern(regexp = "[^\\p{Cntrl}]*") @Nullable
            String reason) {}

    record CancelRequest(@NotNull Cancel cancel, @NotNull Signature signature) {}

    record DeploymentRequest(@NotNull URI url, @NotNull Bytes32 sha256) {}

    record StatusRequest(
            @NotNull DeploymentStatus status,
            @NotNull @Size(max = DETAIL_LIMIT) String detail,
            @NotNull Signature signature) {}
}
