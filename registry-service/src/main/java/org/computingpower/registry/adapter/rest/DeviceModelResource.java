package org.computingpower.registry.adapter.rest;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.computingpower.events.DeviceKind;
import org.computingpower.kit.rest.Page;
import org.computingpower.kit.rest.PageRequest;
import org.computingpower.kit.rest.Problem;
import org.computingpower.power.statistics.DeviceCatalog;
import org.computingpower.power.statistics.DeviceModel;
import org.computingpower.registry.adapter.rest.Views.DeviceModelView;
import org.computingpower.registry.application.DeviceModels;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The device catalog: which rates a device of a known model can have. */
@Path("/api/registry/v1/device-models")
@Tag(name = "nodes")
public class DeviceModelResource {
    private final DeviceCatalog catalog;

    DeviceModelResource(DeviceModels models) {
        this.catalog = models.catalog();
    }

    @GET
    @PermitAll
    @Operation(summary = "Device models with the bounds of their rates and where these come from, in pages")
    public Page<DeviceModelView> list(
            @QueryParam("kind") @Nullable DeviceKind kind,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PageRequest page = PageRequest.of(limit, cursor, 2);
        List<DeviceModel> found = catalog.models().stream()
                .skip(page.after().isEmpty() ? 0 : position(page.after()) + 1)
                .filter(model -> kind == null || DeviceModels.kind(model.deviceClass()) == kind)
                .limit(page.fetch())
                .toList();
        return Page.of(page, found, model -> List.of(model.vendor(), model.model()))
                .map(model -> DeviceModelView.of(model, catalog.version()));
    }

    private int position(List<String> key) {
        return catalog.find(key.get(0) + " " + key.get(1))
                .map(catalog.models()::indexOf)
                .orElseThrow(() -> Problem.invalid("The cursor names a device that the catalog does not know."));
    }
}
