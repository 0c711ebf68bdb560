-- The columns are the fields of the Case object, with the same names.
CREATE SEQUENCE case_number START 1000;

CREATE TABLE cases (
    Id                            text COLLATE "C" PRIMARY KEY,
    CaseNumber                    text COLLATE "C" NOT NULL UNIQUE,
    Subject                       text,
    Description                   text,
    SuppliedEmail                 text,
    SuppliedName                  text,
    SuppliedPhone                 text,
    SuppliedCompany               text,
    Origin                        text,
    Reason                        text,
    Type                          text,
    Status                        text,
    Priority                      text,
    OwnerId                       text COLLATE "C" NOT NULL,
    RecordTypeId                  text COLLATE "C",
    CreatedDate                   timestamptz NOT NULL,
    LastModifiedDate              timestamptz NOT NULL,
    SystemModstamp                timestamptz NOT NULL,
    IsDeleted                     boolean NOT NULL,
    MasterRecordId                text COLLATE "C",
    IsClosed                      boolean NOT NULL GENERATED ALWAYS AS (coalesce(lower(Status) = 'closed', false)) STORED,
    Caseline_Correlation_Id__c    text,
    Caseline_Program__c           text,
    Caseline_Request_Id__c        text,
    Caseline_Account_Id__c        text,
    Caseline_Account_Holder_Id__c text,
    Caseline_Device__c            text,
    Caseline_Phone_Type__c        numeric(2, 0)
);

-- The external id is unique regardless of case, except in the recycle bin. Of two concurrent inserts this index lets only one
-- succeed.
CREATE UNIQUE INDEX cases_by_correlation_id ON cases (lower(Caseline_Correlation_Id__c)) WHERE NOT IsDeleted;
CREATE INDEX cases_by_modification ON cases (SystemModstamp, Id);

-- Deleted with their case, and restored with it.
CREATE SEQUENCE comment_number START 1000;

CREATE TABLE comments (
    Id          text COLLATE "C" PRIMARY KEY,
    ParentId    text COLLATE "C" NOT NULL,
    CommentBody text NOT NULL,
    CreatedDate timestamptz NOT NULL,
    IsDeleted   boolean NOT NULL DEFAULT false
);
CREATE INDEX comments_by_case ON comments (ParentId);

-- API calls per hour, for the rolling 24-hour limit.
CREATE TABLE api_usage (
    hour  timestamptz PRIMARY KEY,
    calls bigint NOT NULL
);
