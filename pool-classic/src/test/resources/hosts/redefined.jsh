import io.twinpool.futures.PoolExecutor;
String said() { return "the first"; }
PoolExecutor pool = PoolExecutor.processes(1);
System.out.println("[app] " + pool.submit(() -> said()).result())
String said() { return "the second"; }
System.out.println("[app] " + pool.submit(() -> said()).result())
String said() { return "the " + ordinal(); }
String ordinal() { return "third"; }
System.out.println("[app] " + pool.submit(() -> said()).result())
pool.close()
/exit
