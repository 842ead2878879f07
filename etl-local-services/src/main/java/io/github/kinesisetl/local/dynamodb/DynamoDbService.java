// SPDX-License-Identifier: Apache-2.0
package io.github.kinesisetl.local.dynamodb;

import io.github.kinesisetl.local.service.JsonProtocol;
import io.github.kinesisetl.local.service.JsonProtocol.Operation;
import io.github.kinesisetl.local.service.Service;
import io.github.kinesisetl.local.service.ServiceContext;
import io.github.kinesisetl.local.service.ServiceError;
import io.github.kinesisetl.local.service.ServiceName;
import io.github.kinesisetl.local.service.ServiceRequest;
import io.github.kinesisetl.local.service.ServiceResponse;
import java.util.Map;
import java.util.TreeMap;

/**
 * A subset of Amazon DynamoDB in memory. Every operation is atomic and every read consistent. Safe
 * for use by many threads.
 */
public final class DynamoDbService implements Service {

  private final Tables tables;
  private final JsonProtocol protocol;

  /**
   * Starts without tables.
   *
   * @param context where the service lives; tables refuse items beyond its bytes
   */
  public DynamoDbService(ServiceContext context) {
    this.tables = new Tables(context);
    this.protocol =
        new JsonProtocol("DynamoDB_20120810.", "application/x-amz-json-1.0", operations(tables));
  }

  /**
   * Creates a table that is paid by request, with a hash key of type S.
   *
   * @param name 3 to 255 letters, digits and {@code _.-}
   * @param hashKey the attribute that is the key
   * @throws ServiceError if the table exists or its name is not allowed
   */
  public void createTable(String name, String hashKey) {
    var schema = new KeySchema(KeySchema.KeyAttribute.hash(hashKey, "S"), null);
    synchronized (tables) {
      tables.add(
          new Table(
              Tables.checkedName(name), schema, Table.Capacity.ON_DEMAND, tables.nowMillis()));
    }
  }

  @Override
  public ServiceName name() {
    return ServiceName.DYNAMODB;
  }

  @Override
  public boolean takes(ServiceRequest request) {
    return protocol.takes(request);
  }

  @Override
  public ServiceResponse answer(ServiceRequest request) {
    return protocol.answer(request);
  }

  @Override
  public ServiceResponse refuse(ServiceRequest request, ServiceError error) {
    return protocol.refuse(error);
  }

  private static Map<String, Operation> operations(Tables tables) {
    var onTables = new TableOperations(tables);
    var items = new ItemOperations(tables);
    var batches = new BatchOperations(tables);
    var reads = new ReadOperations(tables);
    var operations = new TreeMap<String, Operation>();
    operations.put("CreateTable", onTables::create);
    operations.put("DescribeTable", onTables::describe);
    operations.put("ListTables", onTables::list);
    operations.put("DeleteTable", onTables::delete);
    operations.put("UpdateTable", onTables::update);
    operations.put("UpdateContinuousBackups", onTables::updateContinuousBackups);
    operations.put("UpdateTimeToLive", onTables::updateTimeToLive);
    operations.put("DescribeTimeToLive", onTables::describeTimeToLive);
    operations.put("PutItem", items::put);
    operations.put("GetItem", items::get);
    operations.put("UpdateItem", items::update);
    operations.put("DeleteItem", items::delete);
    operations.put("BatchGetItem", batches::get);
    operations.put("BatchWriteItem", batches::write);
    operations.put("Query", reads::query);
    operations.put("Scan", reads::scan);
    operations.put("TransactWriteItems", new TransactOperations(tables)::write);
    operations.replaceAll((name, operation) -> atomic(tables, operation));
    return operations;
  }

  private static Operation atomic(Tables tables, Operation operation) {
    return request -> {
      synchronized (tables) {
        return operation.run(request);
      }
    };
  }
}
