import { Hono } from "hono";

/** What a redirect costs when it does nothing: the measure of ours. */
const app = new Hono();
app.get("/r/:code", (c) => c.redirect("https://shop.example/welcome", 302));

export default app;
