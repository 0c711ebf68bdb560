package io.caseline.gateway;

import java.util.List;

/** The paths that the servlets, the security rules, the server and the {@code Location} headers share. */
public final class ApiPaths {
    public static final String PROGRAMS = "/programs";

    /** Below a program: {@code /programs/{programCode}/customerCare/cases}. */
    public static final String CASES = "/customerCare/cases";

    public static final String RETAILER = "/retailer";
    public static final String ASSOCIATIONS = RETAILER + "/user/associate";

    /** The OpenAPI document as JSON. */
    public static final String OPENAPI = "/v3/api-docs";

    /** Below these are the documents, and the pages that show them. */
    public static final List<String> DOCUMENTS = List.of("/docs", "/webjars", OPENAPI);

    private ApiPaths() {}
}
