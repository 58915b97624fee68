package org.computingpower.attestation.adapter.rest;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.computingpower.attestation.application.Attestations;
import org.computingpower.attestation.application.CollateralSummary;
import org.computingpower.kit.rest.Page;
import org.computingpower.kit.rest.PageRequest;
import org.computingpower.kit.rest.Problem;
import org.computingpower.kit.rest.Roles;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The collateral store. */
@Path("/api/attestation/v1/collateral")
@Tag(name = "collateral")
public class CollateralResource {
    private final Attestations attestations;

    CollateralResource(Attestations attestations) {
        this.attestations = attestations;
    }

    @GET
    @RolesAllowed({Roles.VALIDATOR, Roles.OPERATOR})
    @Operation(summary = "Collateral with its windows and state, the newest first")
    public Uni<Page<CollateralSummary>> page(
            @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        PageRequest request = PageRequest.of(limit, cursor, 1);
        if (!request.after().isEmpty() && !request.after().getFirst().matches("[0-9]{1,18}")) {
            throw Problem.invalid("cursor is not one that this list gave out.");
        }
        return attestations
                .collateral(request.after(), request.fetch())
                .map(rows -> Page.of(request, rows, row -> List.of(Long.toString(row.id()))));
    }
}
